package io.palindrome.model.plan;

/** The lines of a step's memory bill. */
public enum MemoryLine {
  /** The kernels' copy and the optimizer's. */
  PARAMETERS("parameters"),
  /** Its state of every parameter; on a GPU the kernels' copy and ND4J's. */
  OPTIMIZER("optimizer"),
  /** Two: the input of a block, and its output. */
  STREAMS("streams"),
  /** Two as well. */
  STREAM_GRADIENTS("gradients of streams"),
  /** The kernels' copy and the optimizer's. */
  PARAMETER_GRADIENTS("gradients of parameters"),
  /** What the backward pass starts from: of all blocks, of a segment, or of one part. */
  ACTIVATIONS("kept activations"),
  /** Decided once, kept for the backward pass. */
  HASH_ORDERS("hash orders"),
  /** All other buffers of the arena, in use or kept for the next step; a GPU's kernels' own. */
  SCRATCH("scratch"),
  /** Of one chunk of rows. */
  LOGITS("logits"),
  /** Tokens, targets, positions and masks. */
  BATCH("batch"),
  /** What large arrays leave unused of the regions of Java's heap that they fill. */
  REGIONS("lost in the heap");

  private final String label;

  MemoryLine(String label) {
    this.label = label;
  }

  /** What tables call it. */
  public String label() {
    return label;
  }
}

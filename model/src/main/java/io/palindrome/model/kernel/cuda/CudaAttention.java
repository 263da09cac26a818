package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.kernel.cuda.AttentionTiles.Pass;

/**
 * Attention on a device: a launch for each hash round and pass, which follow each other on the
 * device's stream. Results are the same bits again: every sum has one owner and one order.
 *
 * <p>Memory of its own are two numbers a position, and the bits of a dropout mask that kernels
 * cannot make; it is kept for the next call.
 */
final class CudaAttention implements AutoCloseable {
  private static final int WARPS = 4;
  private static final int KEYS_PER_BLOCK = 1024;
  private static final int ONE_QUERY_THREADS = 128;
  private static final float EPSILON = (float) ChunkAttention.KEY_EPSILON;

  private final Device device;
  private final AttentionMemory memory;
  private final ProductFormat format;
  private final DeviceScratch keyScales;
  private final DeviceScratch means;
  private final DeviceScratch parts;
  private final DeviceScratch maskBits;

  /**
   * @param format of the operands of products of queries, keys, values and weights; {@link
   *     #attendOne} multiplies in float32
   */
  CudaAttention(Device device, AttentionMemory memory, ProductFormat format) {
    this.device = device;
    this.memory = memory;
    this.format = format;
    keyScales = new DeviceScratch(device);
    means = new DeviceScratch(device);
    parts = new DeviceScratch(device);
    maskBits = new DeviceScratch(device);
  }

  /** See {@link io.palindrome.model.kernel.Kernels#attend}. */
  void attend(ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    Object[] own = {
      memory.address(out), out.stride(), memory.address(normalizer), normalizer.stride()
    };
    launchAll(Pass.FORWARD, spec, head, arguments(spec, head, order), own);
  }

  /** See {@link io.palindrome.model.kernel.Kernels#addAttendGradient}. */
  void addAttendGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    Matrix gradOut = attended.gradOut();
    Matrix out = attended.out();
    Matrix normalizer = attended.normalizer();
    long dots = means.floats(out.rows());
    device.launch(
        "attentionRowDots",
        rowsShape(out.rows()),
        memory.address(gradOut),
        gradOut.stride(),
        memory.address(out),
        out.stride(),
        out.rows(),
        out.columns(),
        dots);
    AttentionArguments arguments = arguments(spec, head, order);
    Object[] query = {
      memory.address(gradOut),
      gradOut.stride(),
      memory.address(normalizer),
      normalizer.stride(),
      dots,
      memory.address(grad.queries()),
      grad.queries().stride()
    };
    launchAll(Pass.QUERY_GRADIENT, spec, head, arguments, query);
    Object[] key = {
      memory.address(gradOut),
      gradOut.stride(),
      memory.address(normalizer),
      normalizer.stride(),
      dots,
      memory.address(grad.keys()),
      grad.keys().stride(),
      memory.address(grad.values()),
      grad.values().stride()
    };
    launchAll(Pass.KEY_GRADIENT, spec, head, arguments, key);
  }

  private AttentionArguments arguments(ChunkAttention spec, HeadViews head, Indices order) {
    AttentionMask mask = AttentionMask.of(spec, head.queries().rows(), device, maskBits);
    if (spec.keys() == KeyKind.SEPARATE) {
      return new AttentionArguments(memory, spec, head, order, 0, mask);
    }
    Matrix keys = head.keys();
    long scales = keyScales.floats(keys.rows());
    device.launch(
        "attentionKeyScales",
        rowsShape(keys.rows()),
        memory.address(keys),
        keys.stride(),
        keys.rows(),
        keys.columns(),
        EPSILON,
        scales);
    return new AttentionArguments(memory, spec, head, order, scales, mask);
  }

  /** A round adds to what the rounds before it left, so rounds follow each other in a slice. */
  private void launchAll(
      Pass pass, ChunkAttention spec, HeadViews head, AttentionArguments arguments, Object... own) {
    int depth = head.queries().columns();
    AttentionTiles tiles = AttentionTiles.of(format, depth);
    LaunchShape shape = tiles.shape(pass, spec, head.queries().rows());
    for (int slice = 0; slice < tiles.slices(depth); slice++) {
      for (int round = 0; round < spec.rounds(); round++) {
        device.launch(tiles.kernel(pass), shape, arguments.of(round, slice, shape, own));
      }
    }
  }

  private static LaunchShape rowsShape(int rows) {
    return new LaunchShape((rows + WARPS - 1) / WARPS, 1, WARPS * 32, 0);
  }

  /** See {@link io.palindrome.model.kernel.Kernels#attendOne}. */
  void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    int depth = out.columns();
    int blocks = (seen.count() + KEYS_PER_BLOCK - 1) / KEYS_PER_BLOCK;
    long joined = parts.floats((long) blocks * (depth + 2));
    device.launch(
        "attendOnePart",
        new LaunchShape(blocks, 1, ONE_QUERY_THREADS, 0),
        memory.address(head.queries()),
        memory.address(head.keys()),
        head.keys().stride(),
        memory.address(head.values()),
        head.values().stride(),
        seen.rows() == null ? 0L : memory.address(seen.rows()),
        seen.count(),
        seen.own(),
        depth,
        (float) (1 / Math.sqrt(depth)),
        EPSILON,
        keys == KeyKind.SHARED ? 1 : 0,
        joined);
    LaunchShape shape =
        new LaunchShape(
            (depth + ONE_QUERY_THREADS - 1) / ONE_QUERY_THREADS, 1, ONE_QUERY_THREADS, 0);
    device.launch("attendOneJoin", shape, joined, blocks, depth, memory.address(out));
  }

  @Override
  public void close() {
    keyScales.close();
    means.close();
    parts.close();
    maskBits.close();
  }
}

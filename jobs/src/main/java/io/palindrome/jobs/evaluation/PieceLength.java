package io.palindrome.jobs.evaluation;

import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentEntry;
import java.util.Comparator;
import java.util.List;

/** How long the pieces of an evaluation may be: the network's position table must reach. */
public final class PieceLength {
  private final RunConfig config;
  private final DatasetIndex documents;

  /**
   * @param config complete: {@code model} has its vocabulary size and pad token
   * @param documents that are evaluated
   */
  public PieceLength(RunConfig config, DatasetIndex documents) {
    this.config = config;
    this.documents = documents;
  }

  /**
   * Tokens of a piece; 0 for whole documents.
   *
   * @param wanted null = as the configuration says
   * @throws UserException if the network cannot take it
   */
  public int of(Integer wanted) {
    int pieces = wanted == null ? config.train().evaluationLength() : wanted;
    int longest = config.model().position().maxLength();
    if (pieces < 0 || pieces == 1 || pieces > longest) {
      throw new UserException(
          "--length must be 0 or between 2 and model.position.max-length %d, but is %d"
              .formatted(longest, pieces));
    }
    if (pieces == 0) {
      checkWholeDocuments();
    }
    return pieces;
  }

  /**
   * Whether the network can take pieces of these lengths.
   *
   * @param contexts tokens; 0 = whole documents
   */
  public void checkContexts(List<Integer> contexts) {
    int multiple = config.model().lengthMultiple();
    long longest = positions() / multiple * multiple;
    for (int context : contexts) {
      if (context == 0) {
        checkWholeDocuments();
      } else if (context < 0 || context > longest || context % multiple != 0) {
        throw new UserException(
            "--contexts must be 0 or multiples of %d up to %d (model.position.max-length), but is %d"
                .formatted(multiple, longest, context));
      }
    }
  }

  private long positions() {
    PositionConfig position = config.model().position();
    return Math.max(position.maxLength(), position.positions());
  }

  private void checkWholeDocuments() {
    DocumentEntry longest =
        documents.documents().stream()
            .max(Comparator.comparingInt(DocumentEntry::nTokens))
            .orElseThrow();
    int multiple = config.model().lengthMultiple();
    long needed = (longest.nTokens() + multiple - 1L) / multiple * multiple;
    if (needed > positions()) {
      throw new UserException(
          ("Cannot evaluate whole documents: %s has %d tokens, but the network has positions for %d;"
                  + " use --length %d and --contexts of at most that, or train a network with"
                  + " model.position.max-length %d")
              .formatted(
                  longest.title().isEmpty() ? longest.docId() : longest.title(),
                  longest.nTokens(),
                  positions(),
                  positions() / multiple * multiple,
                  needed));
    }
  }
}

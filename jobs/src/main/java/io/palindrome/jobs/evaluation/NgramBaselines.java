package io.palindrome.jobs.evaluation;

import io.palindrome.jobs.baseline.NgramModel;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentEntry;
import io.palindrome.pipeline.dataset.DocumentReader;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Byte n-grams counted on the train split: what a network has to beat. */
public final class NgramBaselines {
  /** Names of the orders, the shortest first. */
  public static final List<String> NAMES = List.of("unigram", "bigram", "trigram");

  private final NgramModel model = new NgramModel();
  private final DocumentReader reader;
  private final int firstByteToken;

  /** Counts the documents of the train split, on the driver. */
  public NgramBaselines(Configuration hadoop, Tokenizer tokenizer, DatasetIndex train) {
    this.reader = new DocumentReader(hadoop, 0);
    this.firstByteToken = tokenizer.encode("\0")[0];
    for (DocumentEntry document : train.documents()) {
      model.count(bytes(document));
    }
  }

  private byte[] bytes(DocumentEntry document) {
    return NgramModel.bytes(reader.tokens(document), firstByteToken);
  }

  /** Bits a byte over all documents of a split, one for each of {@link #NAMES}. */
  public List<Double> bitsPerByte(DatasetIndex split) {
    double[] bits = new double[NgramModel.MAX_ORDER];
    long length = 0;
    for (DocumentEntry document : split.documents()) {
      byte[] text = bytes(document);
      length += text.length;
      for (int order = 1; order <= bits.length; order++) {
        bits[order - 1] += model.bits(text, order);
      }
    }
    List<Double> perByte = new ArrayList<>();
    for (double sum : bits) {
      perByte.add(sum / length);
    }
    return perByte;
  }
}

package io.palindrome.pipeline.dataset;

import io.palindrome.conf.DataException;
import io.palindrome.pipeline.token.PackedTokens;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the tokens of single documents on an executor, without a Spark session, and keeps the
 * packed tokens of those used last, up to a number of bytes. Threads may share one.
 */
public final class DocumentReader {
  private final Configuration hadoop;
  private final long cacheBytes;
  private final Map<String, PackedDocument> cache = new LinkedHashMap<>(16, 0.75f, true);
  private long cached;

  /**
   * @param cacheBytes the most that the kept documents may take together; 0 keeps none
   */
  public DocumentReader(Configuration hadoop, long cacheBytes) {
    this.hadoop = hadoop;
    this.cacheBytes = cacheBytes;
  }

  /**
   * All tokens of a document.
   *
   * @throws DataException when the file cannot be read or the tokens are not those that were
   *     written
   */
  public int[] tokens(DocumentEntry document) {
    return tokens(document, 0, document.nTokens());
  }

  /** Tokens {@code start} to {@code start + length - 1} of a document. */
  public int[] tokens(DocumentEntry document, int start, int length) {
    if (start < 0 || length < 0 || start > document.nTokens() - length) {
      throw new IllegalArgumentException(
          "tokens %d to %d must lie in the document, but it has %d"
              .formatted(start, (long) start + length, document.nTokens()));
    }
    PackedDocument packed = packed(document);
    return PackedTokens.unpack(packed.bytes(), packed.width(), start, length);
  }

  /** Bytes of the documents that are kept. */
  public synchronized long cachedBytes() {
    return cached;
  }

  private PackedDocument packed(DocumentEntry document) {
    String key = document.file() + "#" + document.rowIndex();
    synchronized (this) {
      PackedDocument kept = cache.get(key);
      if (kept != null) {
        return kept;
      }
    }
    PackedDocument read = PackedDocument.read(hadoop, document);
    keep(key, read);
    return read;
  }

  private synchronized void keep(String key, PackedDocument document) {
    if (document.bytes().length > cacheBytes || cache.containsKey(key)) {
      return;
    }
    cache.put(key, document);
    cached += document.bytes().length;
    var oldest = cache.values().iterator();
    while (cached > cacheBytes) {
      cached -= oldest.next().bytes().length;
      oldest.remove();
    }
  }
}

package io.palindrome.pipeline.dataset;

import io.palindrome.conf.DataException;
import io.palindrome.pipeline.token.PackedTokens;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/**
 * The packed tokens of one row of a Parquet file.
 *
 * <p>The page index of the token column says which page holds the row, so that only the pages
 * around it are read: about one document, not a row group of 32 MB.
 */
record PackedDocument(byte[] bytes, int width) {
  private static final String TOKENS = "tokens";
  private static final String WIDTH = "token_width";
  private static final String XXH64 = "tokens_xxh64";
  private static final String DOC_ID = "doc_id";

  /** Reads a row and checks that it is the document, whole and unchanged. */
  static PackedDocument read(Configuration hadoop, DocumentEntry document) {
    TokenRow row;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(document.file()), hadoop))) {
      row = row(reader, document);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Parquet's decoders answer damaged bytes with exceptions of many kinds.
      throw new DataException(message(document, String.valueOf(e.getMessage())), e);
    }
    return checked(row, document);
  }

  private record TokenRow(byte[] tokens, int width, long xxh64, String docId) {}

  private static PackedDocument checked(TokenRow row, DocumentEntry document) {
    if (!row.docId().equals(document.docId())) {
      throw new DataException(
          message(document, "the row holds document %s".formatted(row.docId())));
    }
    long xxh64 = PackedTokens.xxh64(row.tokens());
    if (xxh64 != row.xxh64() || row.tokens().length != (long) document.nTokens() * row.width()) {
      throw new DataException(
          message(
              document,
              "its %d bytes of tokens have xxh64 %016x, but %d tokens of %d bytes and %016x were written"
                  .formatted(
                      row.tokens().length, xxh64, document.nTokens(), row.width(), row.xxh64())));
    }
    return new PackedDocument(row.tokens(), row.width());
  }

  private static TokenRow row(ParquetFileReader reader, DocumentEntry document) throws IOException {
    List<BlockMetaData> groups = reader.getRowGroups();
    long first = 0;
    for (int group = 0; group < groups.size(); group++) {
      long rows = groups.get(group).getRowCount();
      if (document.rowIndex() < first + rows) {
        return row(reader, group, document.rowIndex() - first);
      }
      first += rows;
    }
    throw new DataException(message(document, "the file has %d rows".formatted(first)));
  }

  private static TokenRow row(ParquetFileReader reader, int group, long rowInGroup)
      throws IOException {
    MessageType file = reader.getFileMetaData().getSchema();
    MessageType wanted =
        new MessageType(
            file.getName(),
            Arrays.asList(
                file.getType(TOKENS),
                file.getType(WIDTH),
                file.getType(XXH64),
                file.getType(DOC_ID)));
    reader.setRequestedSchema(wanted);
    BlockMetaData rows = reader.getRowGroups().get(group);
    OffsetIndex pages = reader.readOffsetIndex(column(rows, TOKENS));
    int page = pageOf(pages, rowInGroup);
    RowRanges around = RowRanges.create(rows.getRowCount(), IntStream.of(page).iterator(), pages);
    PageReadStore store = reader.readFilteredRowGroup(group, around);
    ColumnReadStoreImpl columns =
        new ColumnReadStoreImpl(
            store, new NoRecord(), wanted, reader.getFileMetaData().getCreatedBy());
    long skip = rowInGroup - pages.getFirstRowIndex(page);
    return new TokenRow(
        at(columns, wanted, TOKENS, skip).getBinary().getBytes(),
        at(columns, wanted, WIDTH, skip).getInteger(),
        at(columns, wanted, XXH64, skip).getLong(),
        at(columns, wanted, DOC_ID, skip).getBinary().toStringUsingUTF8());
  }

  private static ColumnReader at(
      ColumnReadStoreImpl columns, MessageType wanted, String name, long skip) {
    ColumnReader reader = columns.getColumnReader(wanted.getColumnDescription(new String[] {name}));
    for (long i = 0; i < skip; i++) {
      reader.skip();
      reader.consume();
    }
    return reader;
  }

  private static ColumnChunkMetaData column(BlockMetaData rows, String name) {
    return rows.getColumns().stream()
        .filter(column -> column.getPath().equals(ColumnPath.get(name)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the file has no column " + name));
  }

  private static int pageOf(OffsetIndex pages, long rowInGroup) {
    int page = 0;
    while (page + 1 < pages.getPageCount() && pages.getFirstRowIndex(page + 1) <= rowInGroup) {
      page++;
    }
    return page;
  }

  private static String message(DocumentEntry document, String fact) {
    return "Cannot read document %s (row %d of %s): %s; prepare the data again under a new run id"
        .formatted(document.docId(), document.rowIndex(), document.file(), fact);
  }

  /** Columns are read one value at a time, so no record is ever put together. */
  private static final class NoRecord extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}

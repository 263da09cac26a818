package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.evaluation.BandLoss;
import io.palindrome.jobs.evaluation.ContextLoss;
import io.palindrome.jobs.evaluation.Evaluation;
import io.palindrome.jobs.evaluation.Evaluation.DocumentLoss;
import io.palindrome.jobs.evaluation.NgramBaselines;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentEntry;
import io.palindrome.pipeline.split.Split;
import java.util.List;
import java.util.Locale;

/** What {@code evaluate} tells: tables for people, the same numbers as JSON. */
final class EvaluationLines {
  private final Split split;
  private final DatasetIndex documents;
  private final Console console;

  EvaluationLines(Split split, DatasetIndex documents, Console console) {
    this.split = split;
    this.documents = documents;
    this.console = console;
  }

  /** The loss of every document, of the whole split, of n-grams, and by position. */
  ObjectNode report(Evaluation evaluation, List<Double> ngrams) {
    ObjectNode json = JobContext.json();
    json.put("message", format("%.4f bits a byte on %s", evaluation.bitsPerByte(), split));
    json.put("split", split.label());
    json.put("bitsPerByte", evaluation.bitsPerByte());
    json.put("bytes", evaluation.bytes());
    console.line("bits a byte       bytes  document");
    for (DocumentLoss loss : evaluation.documents()) {
      DocumentEntry document = documents.documents().get(loss.document());
      console.line(row(loss.bitsPerByte(), loss.bytes(), name(document)));
      ObjectNode entry = json.withArray("documents").addObject();
      entry.put("docId", document.docId());
      entry.put("title", document.title());
      entry.put("bitsPerByte", loss.bitsPerByte());
      entry.put("bytes", loss.bytes());
    }
    console.line(row(evaluation.bitsPerByte(), evaluation.bytes(), "all of " + split.label()));
    ObjectNode baselines = json.putObject("baselines");
    for (int i = 0; i < ngrams.size(); i++) {
      String name = NgramBaselines.NAMES.get(i);
      console.line(row(ngrams.get(i), evaluation.bytes(), "byte " + name + " of the train split"));
      baselines.put(name, ngrams.get(i));
    }
    addPositions(evaluation.positions(), json);
    return json;
  }

  private void addPositions(List<BandLoss> positions, ObjectNode json) {
    console.line("");
    console.line("bits a byte       bytes  tokens before it in its piece");
    for (BandLoss band : positions) {
      console.line(row(band.bitsPerByte(), band.bytes(), range(band)));
      ObjectNode entry = json.withArray("positions").addObject();
      putBand(band, entry);
      entry.put("bitsPerByte", band.bitsPerByte());
    }
  }

  private static void putBand(BandLoss band, ObjectNode entry) {
    entry.put("from", band.from());
    entry.put("to", band.to());
    entry.put("bytes", band.bytes());
  }

  /** The loss of the same bytes with each context, by their position in the document. */
  void addContexts(List<ContextLoss> losses, ObjectNode json) {
    StringBuilder head = new StringBuilder("     bytes");
    losses.forEach(loss -> head.append(format("  %11s", contextName(loss.context()))));
    console.line("");
    console.line("bits a byte of the same bytes, with so many tokens of context");
    console.line(head + "  position in the document");
    for (int b = 0; b < losses.get(0).bands().size(); b++) {
      int band = b;
      List<BandLoss> bands = losses.stream().map(loss -> loss.bands().get(band)).toList();
      console.line(row(bands, range(bands.get(0))));
      ObjectNode entry = json.withArray("contexts").addObject();
      putBand(bands.get(0), entry);
      ObjectNode bits = entry.putObject("bitsPerByte");
      for (int i = 0; i < bands.size(); i++) {
        bits.put(String.valueOf(losses.get(i).context()), bands.get(i).bitsPerByte());
      }
    }
    console.line(row(losses.stream().map(ContextLoss::all).toList(), "all of them"));
  }

  private static String contextName(int context) {
    return context == 0 ? "all" : format("%,d", context);
  }

  private static String row(List<BandLoss> cells, String what) {
    StringBuilder row = new StringBuilder(format("%,10d", cells.get(0).bytes()));
    cells.forEach(cell -> row.append(format("  %11.4f", cell.bitsPerByte())));
    return row + "  " + what;
  }

  private static String range(BandLoss band) {
    return format("%,d to %,d", band.from(), band.to() - 1);
  }

  private static String name(DocumentEntry document) {
    return document.title().isEmpty() ? document.docId() : document.title();
  }

  private static String row(double bitsPerByte, long bytes, String what) {
    return format("%11.4f  %,10d  %s", bitsPerByte, bytes, what);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Markup;
import io.palindrome.jobs.report.chart.Quantity;

/** Where the numbers come from: the configuration, and everything needed to run it again. */
final class ProvenanceSections {
  private ProvenanceSections() {}

  static HtmlPage.Section configuration(TrainingReport report) {
    return new HtmlPage.Section(
        "configuration",
        "Configuration",
        "Every key with the value that the run used; it is stored in the checkpoint too.",
        """
        <div class="grid"><details class="panel wide"><summary>Show the configuration</summary>
        <pre>%s</pre></details></div>
        """
            .formatted(Markup.escape(report.configuration())));
  }

  static HtmlPage.Section provenance(TrainingReport report) {
    Provenance.Software software = report.provenance().software();
    Provenance.Machine machine = report.provenance().machine();
    Provenance.Inputs inputs = report.provenance().inputs();
    String commit = software.gitCommit().isEmpty() ? "" : ", commit " + software.gitCommit();
    String facts =
        fact("Palindrome", software.palindrome() + commit)
            + fact("Spark", software.spark())
            + fact("Java", software.java())
            + fact("processor", "%s, %s cores".formatted(machine.cpu(), machine.cores()))
            + fact("memory", Quantity.BYTES.write(machine.memoryBytes()))
            + fact("vectors", machine.vectorSpecies())
            + fact("kernels", machine.kernels())
            + fact("seed", Long.toString(inputs.seed()))
            + wholeFact("dataset fingerprint", report.dataset().fingerprint())
            + wholeFact("checkpoint", inputs.checkpoint())
            + wholeFact("command line", inputs.commandLine());
    return new HtmlPage.Section(
        "provenance",
        "Provenance",
        "The same configuration, data and seed give the same parameters to the bit.",
        "<div class=\"grid\"><div class=\"panel wide\"><dl class=\"facts\">\n"
            + facts
            + "</dl></div></div>\n");
  }

  private static String fact(String name, String value) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, Markup.escape(value));
  }

  private static String wholeFact(String name, String value) {
    return "<div class=\"whole\"><dt>%s</dt><dd class=\"mono\">%s</dd></div>\n"
        .formatted(name, Markup.escape(value));
  }
}

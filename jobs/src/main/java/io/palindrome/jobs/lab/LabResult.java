package io.palindrome.jobs.lab;

import java.util.List;

/** What a section found, and how long it took. */
public record LabResult(LabSection section, List<Finding> findings, double seconds) {
  public LabResult {
    findings = List.copyOf(findings);
    for (Exhibit exhibit : exhibits(findings)) {
      if (!exhibit.name().startsWith(section.key() + "-")) {
        throw new IllegalArgumentException(
            "an exhibit's name must begin with its section's key %s-, but is %s"
                .formatted(section.key(), exhibit.name()));
      }
    }
  }

  /** Everything that has a file, in the page's order. */
  public List<Exhibit> exhibits() {
    return exhibits(findings);
  }

  private static List<Exhibit> exhibits(List<Finding> findings) {
    return findings.stream().filter(Exhibit.class::isInstance).map(Exhibit.class::cast).toList();
  }
}

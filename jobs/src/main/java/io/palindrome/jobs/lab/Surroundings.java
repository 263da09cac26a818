package io.palindrome.jobs.lab;

import io.palindrome.jobs.command.MachineName;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.report.chart.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and how the report came about.
 *
 * @param command as typed
 * @param date day and time, UTC
 */
public record Surroundings(String command, String date) {
  /** Facts of the head, by name. */
  Map<String, String> facts(LabSettings settings) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", command);
    facts.put("Pace", settings.pace().word());
    facts.put("Seed", Long.toString(settings.seed()));
    facts.put("Text", settings.text().map(Object::toString).orElse("generated"));
    facts.put("Date", date);
    facts.put(
        "Machine",
        "%s, %d cores, %s"
            .formatted(
                MachineName.cpu(),
                Runtime.getRuntime().availableProcessors(),
                Quantity.BYTES.write(ProcessMemory.physicalBytes())));
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("Vector species", MachineName.vectors());
    facts.put("Palindrome", Version.CURRENT);
    return facts;
  }
}

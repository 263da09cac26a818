package io.palindrome.jobs.feed;

import io.palindrome.conf.Check;
import io.palindrome.pipeline.batch.Crop;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of one logical worker, named: what it trains on is a function of this value and the
 * dataset, whichever executor makes the step.
 *
 * @param round averaging round, counted from 0
 * @param worker logical worker, counted from 0
 * @param step optimizer updates that the worker made before, in this and all earlier rounds
 * @param example number of the first training example in the run's plan
 * @param crops what to read, one for each training example
 */
public record StepDescriptor(long round, int worker, long step, long example, List<Crop> crops)
    implements Serializable {
  private static final Pattern PATH =
      Pattern.compile(
          "round-(\\d+)/worker-(\\d+)/step-(\\d+)/example-(\\d+)((?:/\\d+-\\d+-\\d+)+)");

  public StepDescriptor {
    Check.that(!crops.isEmpty(), "crops must be one or more, but are none");
    crops = List.copyOf(crops);
  }

  /**
   * The descriptor as a relative path, which is what dl4j-spark hands to a data set loader: {@code
   * round-3/worker-1/step-37/example-75/12-0-16384}, a crop being document, start, length.
   */
  public String path() {
    StringBuilder path = new StringBuilder();
    path.append("round-").append(round).append("/worker-").append(worker);
    path.append("/step-").append(step).append("/example-").append(example);
    for (Crop crop : crops) {
      path.append('/').append(crop.document()).append('-').append(crop.start());
      path.append('-').append(crop.length());
    }
    return path.toString();
  }

  /**
   * Reads {@link #path}.
   *
   * @throws IllegalArgumentException if path is not one
   */
  public static StepDescriptor parse(String path) {
    Matcher matcher = PATH.matcher(path);
    Check.that(
        matcher.matches(),
        "path of a step must be round-R/worker-W/step-S/example-E/DOCUMENT-START-LENGTH..., but is"
            + " %s",
        path);
    List<Crop> crops = new ArrayList<>();
    for (String crop : matcher.group(5).substring(1).split("/", -1)) {
      String[] parts = crop.split("-", -1);
      crops.add(
          new Crop(
              Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }
    return new StepDescriptor(
        Long.parseLong(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        Long.parseLong(matcher.group(4)),
        crops);
  }
}

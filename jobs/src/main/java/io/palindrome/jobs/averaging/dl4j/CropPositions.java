package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.pipeline.batch.Crop;
import java.util.List;

/**
 * The position that a crop begins at: the one that it has in the training example of full length
 * that it is cut from. So short crops, with which training begins, train the whole position table,
 * and longer examples find nothing new in it.
 *
 * @param exampleLength tokens of a training example of full length
 * @param positions of the position table
 * @param multiple that lengths are padded to
 */
public record CropPositions(int exampleLength, int positions, int multiple) {
  /** What a run trains with. */
  public static CropPositions of(RunConfig config) {
    ReformerConfig model = config.model();
    int length = config.train().batch().length();
    int positions = model.position().maxLength();
    return new CropPositions(length > 0 ? length : positions, positions, model.lengthMultiple());
  }

  /** One for each crop of a batch; all end, padded as the longest, within the position table. */
  public int[] first(List<Crop> crops) {
    int longest = crops.stream().mapToInt(Crop::length).max().orElse(0);
    int padded = (longest + multiple - 1) / multiple * multiple;
    int last = Math.max(0, positions - padded);
    return crops.stream().mapToInt(crop -> Math.min(crop.start() % exampleLength, last)).toArray();
  }
}

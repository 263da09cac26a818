package io.palindrome.jobs.averaging.mean;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.nd4j.linalg.api.buffer.DataType;
import scala.Tuple2;

/**
 * The reduction of an averaging round: a reduce-scatter through Spark's shuffle. Every worker's
 * vectors are cut into slices, a task takes the mean of one slice over all workers, and the driver
 * collects the mean. So the bytes that an executor sends and receives do not grow with the number
 * of workers on other executors, and the driver receives one vector, not one of each worker.
 */
public final class AveragingRound {
  private AveragingRound() {}

  /**
   * Runs the round.
   *
   * @param parts of all logical workers: {@link WorkerSlice} by number of the slice, {@link
   *     WorkerReport} by a number behind those of the slices; computed here, and again for a lost
   *     executor
   * @param type of the elements
   */
  public static RoundOutcome reduce(JavaPairRDD<Integer, RoundPart> parts, DataType type) {
    int partitions = Math.max(1, parts.context().defaultParallelism());
    List<RoundPart> arrived =
        parts
            .combineByKey(
                AveragingRound::only,
                AveragingRound::with,
                AveragingRound::withAll,
                new HashPartitioner(partitions),
                false, // nothing of a worker has the key of another part of it
                new PartSerializer())
            .map(group -> combine(group, type))
            .collect();
    return RoundOutcome.of(arrived);
  }

  private static List<RoundPart> only(RoundPart part) {
    return withAll(new ArrayList<>(), List.of(part));
  }

  private static List<RoundPart> with(List<RoundPart> parts, RoundPart part) {
    return withAll(parts, List.of(part));
  }

  private static List<RoundPart> withAll(List<RoundPart> parts, List<RoundPart> more) {
    parts.addAll(more);
    return parts;
  }

  private static RoundPart combine(Tuple2<Integer, List<RoundPart>> group, DataType type) {
    List<WorkerSlice> slices = new ArrayList<>();
    for (RoundPart part : group._2()) {
      if (!(part instanceof WorkerSlice slice)) {
        return part;
      }
      slices.add(slice);
    }
    return new MeanSlice(group._1(), SliceMean.of(slices, type));
  }
}

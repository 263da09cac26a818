package io.palindrome.jobs.feed;

import io.palindrome.conf.AveragingConfig;
import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.batch.CropPlan;
import io.palindrome.pipeline.dataset.DatasetIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan of a run: logical workers take turns in the order of the dataset's {@link CropPlan}.
 *
 * <pre>example = ((round * localSteps + localStep) * workers + worker) * batchSize + row</pre>
 *
 * <p>Early rounds use shorter crops (length warm-up). Each crop length has a plan of its own,
 * entered at the same number of the example.
 */
public final class CropSteps implements StepPlan {
  private final DatasetIndex documents;
  private final BatchConfig batch;
  private final AveragingConfig averaging;
  private final long seed;
  private final Map<Integer, CropPlan> plans = new HashMap<>();

  /**
   * @param documents of the training split
   */
  public CropSteps(DatasetIndex documents, TrainConfig train) {
    this.documents = documents;
    this.batch = train.batch();
    this.averaging = train.averaging();
    this.seed = train.seed();
  }

  @Override
  public StepDescriptor step(long round, int worker, int localStep) {
    long step = round * averaging.localSteps() + localStep;
    long example = (step * averaging.workers() + worker) * batch.size();
    CropPlan plan = plan(round);
    List<Crop> crops = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      crops.add(plan.example(example + row));
    }
    return new StepDescriptor(round, worker, step, example, crops);
  }

  /** How many times the round has gone through all training documents before it starts. */
  public double epochs(long round) {
    long perRound = (long) averaging.localSteps() * averaging.workers() * batch.size();
    return (double) (round * perRound) / plan(round).examplesPerEpoch();
  }

  private CropPlan plan(long round) {
    int cropLength = batch.lengthInRound(Math.toIntExact(round));
    return plans.computeIfAbsent(
        cropLength,
        length -> new CropPlan(documents.fingerprint(), documents.lengths(), length, seed));
  }
}

package io.palindrome.pipeline;

import io.palindrome.pipeline.PrepareProgress.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.collection.JavaConverters;

/** Counts the tasks of one step's Spark jobs, and tells the progress after each. */
final class TaskProgress extends SparkListener {
  private static final String STEP = "palindrome.prepare.step";

  private final PrepareProgress progress;
  private final Map<Integer, Step> stepOfStage = new HashMap<>();
  private final Map<Step, Long> done = new HashMap<>();
  private final Map<Step, Long> total = new HashMap<>();

  private TaskProgress(PrepareProgress progress) {
    this.progress = progress;
  }

  static TaskProgress watching(SparkContext spark, PrepareProgress progress) {
    TaskProgress listener = new TaskProgress(progress);
    spark.addSparkListener(listener);
    return listener;
  }

  /** Runs Spark jobs on this thread as a step. */
  static <T> T during(SparkContext spark, Step step, Supplier<T> jobs) {
    spark.setLocalProperty(STEP, step.name());
    try {
      return jobs.get();
    } finally {
      spark.setLocalProperty(STEP, null);
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    Properties properties = job.properties();
    String step = properties == null ? null : properties.getProperty(STEP);
    if (step != null) {
      for (StageInfo stage : JavaConverters.seqAsJavaList(job.stageInfos())) {
        stepOfStage.put(stage.stageId(), Step.valueOf(step));
        total.merge(Step.valueOf(step), (long) stage.numTasks(), Long::sum);
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    Step step = stepOfStage.get(task.stageId());
    if (step != null && task.reason() instanceof Success$) {
      progress.at(step, done.merge(step, 1L, Long::sum), total.get(step));
    }
  }
}

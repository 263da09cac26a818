package io.palindrome.jobs.averaging.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The networks of this executor that no task uses at the moment. A network keeps its buffers from
 * round to round, because fresh memory costs more than reused; tasks that run at the same time each
 * have their own, and its buffers stay on the GPU on which it was made. Networks of another
 * configuration are closed as soon as one is asked for.
 */
public final class WorkerNetworks {
  private static final WorkerNetworks OF_THIS_PROCESS = new WorkerNetworks();

  /** Keys are the numbers of GPUs; empty for the CPU. */
  private final Map<OptionalInt, Deque<ReformerNetwork>> idle = new HashMap<>();

  private String configuration = "";

  private WorkerNetworks() {}

  /** The networks of this executor. */
  public static WorkerNetworks ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /**
   * An idle network of that configuration on that GPU, or a new one. Its vectors hold anything.
   *
   * @param gpu number of a GPU in this process; empty for the CPU
   */
  synchronized ReformerNetwork take(String json, OptionalInt gpu) {
    if (!json.equals(configuration)) {
      closeIdle();
      configuration = json;
    }
    ReformerNetwork network = idle.getOrDefault(gpu, new ArrayDeque<>()).poll();
    return network == null ? ReformerNetwork.fromJson(json) : network;
  }

  /** Takes back a network that a task has finished with, made on that GPU. */
  synchronized void giveBack(String json, OptionalInt gpu, ReformerNetwork network) {
    if (json.equals(configuration)) {
      idle.computeIfAbsent(gpu, none -> new ArrayDeque<>()).add(network);
    } else {
      network.close();
    }
  }

  /** Frees the memory of all idle networks. */
  public synchronized void closeIdle() {
    idle.values().forEach(networks -> networks.forEach(ReformerNetwork::close));
    idle.clear();
    configuration = "";
  }
}

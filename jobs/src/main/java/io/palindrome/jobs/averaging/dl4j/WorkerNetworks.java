package io.palindrome.jobs.averaging.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The networks of this executor that no task uses at the moment. A network keeps its buffers from
 * round to round, because fresh memory costs more than reused; tasks that run at the same time each
 * have their own. Networks of another configuration are closed as soon as one is asked for.
 */
public final class WorkerNetworks {
  private static final WorkerNetworks OF_THIS_PROCESS = new WorkerNetworks();

  private final Deque<ReformerNetwork> idle = new ArrayDeque<>();
  private String configuration = "";

  private WorkerNetworks() {}

  /** The networks of this executor. */
  public static WorkerNetworks ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** An idle network of that configuration, or a new one. Its vectors hold anything. */
  synchronized ReformerNetwork take(String json) {
    if (!json.equals(configuration)) {
      closeIdle();
      configuration = json;
    }
    ReformerNetwork network = idle.poll();
    return network == null ? ReformerNetwork.fromJson(json) : network;
  }

  /** Takes back a network that a task has finished with. */
  synchronized void giveBack(String json, ReformerNetwork network) {
    if (json.equals(configuration)) {
      idle.add(network);
    } else {
      network.close();
    }
  }

  /** Frees the memory of all idle networks. */
  public synchronized void closeIdle() {
    idle.forEach(ReformerNetwork::close);
    idle.clear();
    configuration = "";
  }
}

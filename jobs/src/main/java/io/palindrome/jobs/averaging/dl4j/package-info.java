/**
 * The Reformer as a Deeplearning4j network of one layer, and dl4j-spark's trainer interfaces for
 * it.
 *
 * <p>In: a run's configuration, and data sets with int token ids as features and labels. Out: a
 * network that any trainer of Deeplearning4j can fit, whose flat parameter vector is the model's,
 * and {@link io.palindrome.jobs.averaging.dl4j.ReformerTrainingMaster}, which fits it by averaging
 * rounds. Read {@link io.palindrome.jobs.averaging.dl4j.ReformerNetwork} first, then {@link
 * io.palindrome.jobs.averaging.dl4j.ReformerLayer}.
 *
 * <p>The whole stack is one layer with one parameter, and workspaces are off: with a Deeplearning4j
 * layer per block, or with workspaces, the memory that reversibility saves is lost again.
 */
package io.palindrome.jobs.averaging.dl4j;

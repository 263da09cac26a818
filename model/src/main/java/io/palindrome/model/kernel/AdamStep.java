package io.palindrome.model.kernel;

/**
 * The numbers of one step of Adam; its formulas are those of {@link Kernels#adam}.
 *
 * @param beta1 decay of the mean
 * @param beta2 decay of the mean square
 * @param epsilon added to the root of the mean square, after its bias correction
 * @param rate learning rate, divided by the bias correction of the mean: 1 - beta1^t at step t
 * @param root square root of the bias correction of the mean square: 1 - beta2^t
 * @param gradientScale factor on the gradients before anything else
 * @param decay what is taken away of a parameter that decays: learning rate times its decay
 */
public record AdamStep(
    double beta1,
    double beta2,
    double epsilon,
    double rate,
    double root,
    double gradientScale,
    double decay) {}

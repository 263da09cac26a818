package io.palindrome.model.convolution;

import io.palindrome.model.reversible.ReversibleBlock;

/** The branches F and G of a reversible block of images. */
record ImageBlock(Chain f, Chain g) {
  ReversibleBlock with(Statistics statistics) {
    return new ReversibleBlock(new ImageBranch(f, statistics), new ImageBranch(g, statistics));
  }
}

package io.palindrome.pipeline.dataset;

import io.palindrome.pipeline.split.Split;
import java.io.Serializable;

/**
 * One document of a dataset and where its tokens lie.
 *
 * @param file the Parquet file, as a fully qualified path
 * @param rowIndex its row in that file, from 0
 * @param nTokens tokens with begin and end
 * @param paddedLength tokens after padding to the dataset's multiple
 * @param nBytes UTF-8 bytes of its text
 * @param title empty where unknown
 */
public record DocumentEntry(
    String docId,
    Split split,
    String file,
    long rowIndex,
    int nTokens,
    int paddedLength,
    long nBytes,
    String title)
    implements Serializable {}

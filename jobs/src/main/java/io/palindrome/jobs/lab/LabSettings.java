package io.palindrome.jobs.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user asked of the whole report.
 *
 * @param seed of everything random
 * @param text a file to train on where a section trains on text; otherwise text is generated
 */
public record LabSettings(Pace pace, long seed, Optional<Path> text) {}

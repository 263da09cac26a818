/**
 * What a run is told: one validated record per concern, all of them in {@link
 * io.palindrome.conf.RunConfig}.
 *
 * <p>In: a HOCON file and {@code --set key=value} overrides. Out: a {@code RunConfig} whose every
 * rule holds, or one {@link io.palindrome.conf.UserException} that lists every problem. Records
 * travel to executors as they are. Keys are the kebab-case names of the record components, in
 * dotted groups; each default is written once, in the {@code DEFAULT} of its record.
 *
 * <p>Read {@link io.palindrome.conf.RunConfig} first, then {@link io.palindrome.conf.ConfigFile}.
 */
package io.palindrome.conf;

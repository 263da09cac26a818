package io.palindrome.pipeline.document;

import io.palindrome.conf.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files under the paths that the user named, each list sorted by URI.
 *
 * @param readable the files to read
 * @param refused files that are rejected unread, for their size
 * @param skipped files of no format that is read, such as a README beside the books
 */
public record InputFiles(List<InputFile> readable, List<Refused> refused, List<Refused> skipped) {

  /** A file that is not read, and why. */
  public record Refused(InputFile file, String reason, String detail) {}

  /**
   * Lists folders recursively, hidden files (of a name in {@code _} or {@code .}) left out. A file
   * that is named itself is read whatever its extension.
   *
   * @throws UserException when a path does not exist or nothing is there to read
   */
  public static InputFiles list(
      List<String> inputs, Configuration hadoop, DocumentSource source, long maxFileBytes) {
    TreeMap<String, InputFile> found = new TreeMap<>();
    TreeMap<String, InputFile> named = new TreeMap<>();
    for (String input : inputs) {
      addFiles(input, hadoop, found, named);
    }
    InputFiles files = new InputFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (InputFile file : found.values()) {
      if (!source.accepts(file.name()) && !named.containsKey(file.uri())) {
        files.skipped.add(new Refused(file, "not a .txt file", "only .txt files are read"));
      } else if (file.bytes() == 0) {
        files.refused.add(new Refused(file, "empty", "the file has 0 bytes"));
      } else if (file.bytes() > maxFileBytes) {
        files.refused.add(tooLarge(file, maxFileBytes));
      } else {
        files.readable.add(file);
      }
    }
    if (files.readable.isEmpty() && files.refused.isEmpty()) {
      String fact = "none of the %d files there is a .txt file".formatted(found.size());
      throw cannotRead(String.join(", ", inputs), fact);
    }
    return files;
  }

  private static Refused tooLarge(InputFile file, long maxFileBytes) {
    String detail =
        "the file has %d bytes, more than prepare.max-file-bytes %d"
            .formatted(file.bytes(), maxFileBytes);
    return new Refused(file, "too large", detail);
  }

  private static void addFiles(
      String input,
      Configuration hadoop,
      TreeMap<String, InputFile> found,
      TreeMap<String, InputFile> named) {
    try {
      FileSystem files = new Path(input).getFileSystem(hadoop);
      FileStatus root = files.getFileStatus(new Path(input));
      String rootUri = root.getPath().toString();
      if (root.isFile()) {
        named.put(rootUri, new InputFile(rootUri, root.getPath().getName(), root.getLen()));
        found.putAll(named);
        return;
      }
      RemoteIterator<LocatedFileStatus> below = files.listFiles(root.getPath(), true);
      while (below.hasNext()) {
        FileStatus file = below.next();
        String uri = file.getPath().toString();
        String name =
            uri.substring(rootUri.endsWith("/") ? rootUri.length() : rootUri.length() + 1);
        if (!isHidden(name)) {
          found.put(uri, new InputFile(uri, name, file.getLen()));
        }
      }
    } catch (FileNotFoundException e) {
      throw cannotRead(input, "no such file or folder");
    } catch (IOException | IllegalArgumentException e) {
      throw cannotRead(input, e.getMessage());
    }
  }

  private static boolean isHidden(String name) {
    for (String part : name.split("/", -1)) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static UserException cannotRead(String input, String fact) {
    return new UserException(
        "Cannot read input %s: %s; name a .txt file or a folder of them".formatted(input, fact));
  }
}

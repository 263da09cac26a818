package io.palindrome.jobs.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.palindrome.conf.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The description of a generated library, as {@code library.json} holds it.
 *
 * @param format version of the file's format
 */
public record Library(int format, long seed, List<LibraryDocument> documents) {
  /** Name of the description inside the library's folder. */
  public static final String FILE = "library.json";

  /** Name of the folder of text files inside the library's folder: the input of prepare. */
  public static final String TEXTS = "texts";

  static final int FORMAT = 1;

  public Library {
    documents = List.copyOf(documents);
  }

  /** The document whose text file has this name, without folders. */
  public Optional<LibraryDocument> document(String file) {
    return documents.stream().filter(d -> d.file().equals(file)).findFirst();
  }

  /** Reads {@code folder/library.json}. */
  public static Library read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Library library = new ObjectMapper().readValue(file.toFile(), Library.class);
      if (library.format() != FORMAT) {
        throw new DataException(
            "Cannot read %s: its format is %s, this version reads %s; generate the library again"
                .formatted(file, library.format(), FORMAT));
      }
      return library;
    } catch (JsonProcessingException e) {
      throw new DataException(
          "Cannot read %s: it is not a library description (%s); generate the library again"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  void write(Path folder) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(folder.resolve(FILE), mapper.writeValueAsString(this) + "\n");
  }
}

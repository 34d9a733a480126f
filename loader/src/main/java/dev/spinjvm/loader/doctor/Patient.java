package dev.spinjvm.loader.doctor;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.Quoted;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// An application that is examined: its manifest as it is now.
///
/// @param file the manifest, as the user would write its path
/// @param text what it says
public record Patient(Path file, String text) {
    /// Reads the manifest.
    ///
    /// @throws LoadException if it cannot be read or is no TOML: nobody can repair that
    static Patient of(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new LoadException("Couldn't read Spin app manifest file at " + Quoted.of(file.toString()), new LoadException(
                    "it is not UTF-8 text", e));
        } catch (IOException e) {
            throw new LoadException("Couldn't read Spin app manifest file at " + Quoted.of(file.toString()), e);
        }
        Patient patient = new Patient(file, text);
        TomlParseResult root = patient.parse();
        if (root.hasErrors()) {
            TomlParseError error = root.errors().getFirst();
            throw new LoadException("Couldn't parse manifest file at " + Quoted.of(file.toString()) + " as valid TOML", new LoadException(
                    file + ":" + error.position().line() + ":" + error.position().column() + ": " + error.getMessage()));
        }
        return patient;
    }

    /// The manifest as a tree whose changes keep comments and layout.
    TomlParseResult parse() {
        try {
            return Toml.parse(text, TomlVersion.V1_0_0);
        } catch (StackOverflowError e) {
            throw new LoadException("Couldn't parse manifest file at " + Quoted.of(file.toString()) + " as valid TOML", new LoadException(
                    "values are nested too deeply", e));
        }
    }

    /// What can be told of the manifest.
    ManifestInspection inspect() {
        return ManifestInspection.ofText(file, text);
    }

    /// The folder of the manifest.
    Path folder() {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    Patient with(String newText) {
        return new Patient(file, newText);
    }
}

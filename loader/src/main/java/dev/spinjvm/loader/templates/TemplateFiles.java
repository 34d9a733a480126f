package dev.spinjvm.loader.templates;

import java.util.List;

/// The files of one template, wherever they lie. Paths are relative, their parts separated by `/`.
interface TemplateFiles {
    /// The regular files below a folder, sorted, relative to it; none if there is no such folder. Links are left out.
    List<String> below(String folder);

    /// The content of a file.
    ///
    /// @throws TemplateException if it is missing or leads out of the template
    byte[] read(String path);

    /// How messages name a file.
    String describe(String path);
}

import Foundation

/// The files that the program reads at run time: policies, territories, templates, styles, strings.
///
/// They lie at the same relative path in a checkout and where the program is installed, so that a binary finds them after it was moved or
/// copied: in `SHOUTU_HOME`, else in the checkout that contains the executable, else in `share/shoutu` beside its `bin`.
public enum ResourceFolder {
    /// Where the file or folder of the given path lies, such as `policies` or `Sources/Server/Resources`.
    ///
    /// - Throws: ``ResourceMissing`` with every place that was looked at.
    public static func url(for path: String) throws -> URL {
        try url(for: path, home: ProcessInfo.processInfo.environment["SHOUTU_HOME"], executable: executable)
    }

    static func url(for path: String, home: String?, executable: URL?) throws -> URL {
        var looked: [String] = []
        for folder in candidates(home: home, executable: executable) {
            let url = folder.appending(path: path)
            if FileManager.default.fileExists(atPath: url.path) { return url }
            looked.append(url.path)
        }
        throw ResourceMissing(path: path, looked: looked)
    }

    private static func candidates(home: String?, executable: URL?) -> [URL] {
        // Who sets the variable means it: nothing else is looked at.
        if let home, !home.isEmpty { return [URL(filePath: home, directoryHint: .isDirectory)] }
        guard var folder = executable?.deletingLastPathComponent() else { return [] }
        let installed = folder.deletingLastPathComponent().appending(path: "share/shoutu", directoryHint: .isDirectory)
        var checkouts: [URL] = []
        for _ in 0..<64 where folder.path != "/" && !folder.path.isEmpty {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { checkouts.append(folder) }
            folder = folder.deletingLastPathComponent()
        }
        return checkouts + [installed]
    }

    private static var executable: URL? {
        let link = "/proc/self/exe"
        if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link) { return URL(filePath: path) }
        return Bundle.main.executableURL?.resolvingSymlinksInPath()
    }
}

/// A file of the program that is nowhere.
public struct ResourceMissing: Error, CustomStringConvertible {
    /// What was looked for.
    public let path: String
    /// Where.
    public let looked: [String]

    /// What is missing, where it was looked for, and what helps.
    public var description: String {
        "\(path) not found; looked at \(looked.isEmpty ? "no place" : looked.joined(separator: ", ")). "
            + "Set SHOUTU_HOME to the folder that holds it (a checkout, or share/shoutu of an installation)."
    }
}

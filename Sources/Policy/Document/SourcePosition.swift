/// A place in the text of an edition, as an editor shows it.
public struct SourcePosition: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The file's name, as it was given.
    public var file: String
    /// Line, from 1.
    public var line: Int
    /// Column in Unicode scalars, from 1.
    public var column: Int

    /// A place in a file.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as compilers write it and editors understand it.
    public var description: String { "\(file):\(line):\(column)" }

    /// By file, line and column.
    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// The text of an edition with the name of the file it came from.
public struct PolicySource: Hashable, Sendable {
    /// Name for messages, such as `policies/cn-8.yaml`.
    public var file: String
    /// The YAML text.
    public var text: String

    /// A text with the name of its file.
    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }
}

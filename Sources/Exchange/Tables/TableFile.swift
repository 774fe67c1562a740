import Register
import Vocabulary

/// The formats of exported files.
public enum TableFormat: String, CaseIterable, Sendable {
    /// Comma-separated values, UTF-8 with byte order mark; imports back.
    case csv
    /// A workbook of Excel.
    case xlsx
    /// A FHIR R4 bundle.
    case fhir

    /// What files of the format end with.
    public var fileExtension: String { self == .fhir ? "json" : rawValue }
}

/// A file of rows in one of the formats, written piece by piece.
public struct TableFile: Sendable {
    private enum Form: Sendable {
        case csv(TableWriter)
        case xlsx(TableWriter, Workbook)
        case fhir(ResourceBundle)
    }

    private var form: Form

    /// A table that imports back.
    public init(csv writer: TableWriter) { form = .csv(writer) }

    /// A workbook with the same columns.
    public init(xlsx writer: TableWriter) { form = .xlsx(writer, writer.workbook()) }

    /// A bundle of resources.
    public init(fhir setting: ResourceBundle.Setting) { form = .fhir(ResourceBundle(setting)) }

    /// The beginning of the file.
    public mutating func beginning() -> [UInt8] {
        switch form {
        case .csv(let writer): return writer.beginning()
        case .xlsx(let writer, var workbook):
            defer { form = .xlsx(writer, workbook) }
            return workbook.beginning()
        case .fhir(let bundle): return bundle.beginning()
        }
    }

    /// Appends a row about a person, or about a place.
    public mutating func append(_ row: ImportRow, about person: PersonID?, to output: inout [UInt8]) {
        switch form {
        case .csv(let writer): writer.append(row, to: &output)
        case .xlsx(let writer, var workbook):
            workbook.append(writer.cells(of: row), to: &output)
            form = .xlsx(writer, workbook)
        case .fhir(var bundle):
            if let person { bundle.append(row, about: person, to: &output) }
            form = .fhir(bundle)
        }
    }

    /// Writes the end of the file.
    public mutating func finish(_ output: inout [UInt8]) {
        switch form {
        case .csv: break
        case .xlsx(let writer, var workbook):
            workbook.finish(&output)
            form = .xlsx(writer, workbook)
        case .fhir(let bundle): bundle.finish(&output)
        }
    }
}

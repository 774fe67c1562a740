import Dispatch
import Exchange
import Synchronization
import Vocabulary

/// Reads the rows of a file on a thread of its own, a chunk at a time, so that the next is ready while the last is written.
final class RowFeed: Sendable {
    private let table: Mutex<TableImport>
    private let queue = DispatchQueue(label: "shoutu.import.reader", qos: .userInitiated)

    /// Some rows of a file, with how far it has been read.
    struct Chunk: Sendable {
        var rows: [ImportRow] = []
        var rejections: [RowRejection] = []
        /// Rows read so far, rejected ones included.
        var done = 0
        var progress: (read: Int, total: Int) = (0, 0)
    }

    init(_ plan: ImportPlan) throws {
        table = Mutex(try TableImport(plan))
    }

    /// The next rows; nil at the end.
    func next(_ count: Int) async throws -> Chunk? {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.table.withLock { try RowFeed.read(count, of: &$0) } }) }
        }
    }

    private static func read(_ count: Int, of table: inout TableImport) throws -> Chunk? {
        var chunk = Chunk()
        chunk.rows.reserveCapacity(count)
        while chunk.rows.count + chunk.rejections.count < count, let row = try table.next() {
            switch row {
            case .success(let row): chunk.rows.append(row)
            case .failure(let rejection): chunk.rejections.append(rejection)
            }
        }
        chunk.done = table.rows
        chunk.progress = table.progress
        return chunk.rows.isEmpty && chunk.rejections.isEmpty ? nil : chunk
    }
}

/// The rejected rows of a file as a file that can be corrected and imported again, read once more from the original.
struct ErrorFile {
    let plan: ImportPlan
    /// What the register refused, by line.
    let refused: [Int: LocalizedText]
    let language: TableLanguage
    /// Rows beyond are left to the next round.
    static let longest = 100_000

    /// The file's bytes, and the first mistakes for the page.
    func make() throws -> (bytes: [UInt8], first: [RowRejection]) {
        let writer = RejectionWriter(plan, language: language)
        var bytes = writer.beginning()
        var first: [RowRejection] = []
        var count = 0
        var table = try TableImport(plan)
        while count < ErrorFile.longest, let row = try table.next() {
            let rejection: RowRejection
            switch row {
            case .failure(let failure): rejection = failure
            case .success(let row):
                guard let reason = refused[row.line] else { continue }
                rejection = table.rejection(because: reason)
            }
            writer.append(rejection, to: &bytes)
            if first.count < 50 { first.append(rejection) }
            count += 1
        }
        return (bytes, first)
    }
}

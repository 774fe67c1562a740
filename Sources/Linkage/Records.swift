/// The records of one list, or of two to be linked, as rows of words over shared tables of texts. The left list comes first.
public struct Records: Sendable {
    let layout: RowLayout
    /// How many records the left list has; the rest are the right list's.
    public let leftCount: Int
    /// How many there are in all.
    public private(set) var count: Int
    /// Whether there is a right list; otherwise the left one is compared with itself.
    public let hasRight: Bool
    /// Words of a row, the hashes of the blocking keys included.
    let stride: Int
    var rows: GrowingBuffer<UInt32>
    /// By field; those that hold no texts stay empty.
    var texts: [TextValues]
    let keys: [BlockingKey]

    /// Puts lists together from their parts.
    ///
    /// - Parameters:
    ///   - left: The parts of the left list, in order. All parts must have the same fields.
    ///   - right: Those of the right list; nil to look for duplicates in the left one.
    ///   - threads: How many threads may work; the result does not depend on it.
    public init(left: [RecordEncoder], right: [RecordEncoder]? = nil, threads: Int = 1) {
        let parts = left + (right ?? [])
        let layout = parts.first?.layout ?? RowLayout([])
        let keys = BlockingKey.all(for: layout)
        self.layout = layout
        self.keys = keys
        stride = layout.words + keys.count
        leftCount = left.reduce(0) { $0 + $1.count }
        count = parts.reduce(0) { $0 + $1.count }
        hasRight = right != nil
        let merged = inParallel(layout.fields.count, threads: threads) { field in Records.merge(parts, field) }
        texts = merged.map(\.texts)
        rows = GrowingBuffer(repeating: 0, count: count * stride)
        let target = SharedAddress(base: rows.mutableBase), stride = stride
        let starts = parts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        _ = inParallel(parts.count, threads: threads) { part in
            Records.copy(parts[part], to: target.base + starts[part] * stride, stride: stride, numbers: merged.map { $0.numbers[part] })
        }
    }

    private typealias Merged = (texts: TextValues, numbers: [[UInt32]])

    /// The texts of all parts in one table, and for each part the new numbers of its texts.
    private static func merge(_ parts: [RecordEncoder], _ field: Int) -> Merged {
        var texts = TextValues(kind: parts.first?.layout.fields[field].kind ?? .text)
        let numbers = parts.map { part -> [UInt32] in
            let own = part.texts[field]
            return (0..<own.count).map { id in
                let number = texts.intern(own.text(id))
                texts.counts[number] += own.counts[id]
                return UInt32(number + 1)
            }
        }
        texts.readNewTexts()
        return (texts, numbers)
    }

    private static func copy(_ part: RecordEncoder, to target: UnsafeMutablePointer<UInt32>, stride: Int, numbers: [[UInt32]]) {
        let layout = part.layout, source = part.rows.base
        for row in 0..<part.count {
            (target + row * stride).update(from: source + row * layout.words, count: layout.words)
        }
        for field in layout.fields.indices where layout.fields[field].kind.isText {
            numbers[field].withUnsafeBufferPointer { numbers in
                var cell = target + layout.offsets[field]
                for _ in 0..<part.count {
                    if cell.pointee != 0 { cell.pointee = numbers[Int(cell.pointee) - 1] }
                    cell += stride
                }
            }
        }
    }

    /// How many pairs there are to choose from.
    public var pairs: Double {
        let left = Double(leftCount), right = Double(count - leftCount)
        return hasRight ? left * right : left * (left - 1) / 2
    }

    /// Adds a record taken by an encoder whose tables of texts are these; for the index of living records.
    mutating func append(row: UnsafeBufferPointer<UInt32>) {
        rows.append(row)
        count += 1
    }
}

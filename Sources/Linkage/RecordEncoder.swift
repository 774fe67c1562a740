/// Takes records as they are read and turns each into a row of words: codes, days, numbers of texts.
///
/// Several encoders may work at once, each on its part of a list; ``Records`` puts the parts together.
public struct RecordEncoder: Sendable {
    let layout: RowLayout
    private(set) var rows = GrowingBuffer<UInt32>()
    /// By field; those that hold no texts stay empty.
    var texts: [TextValues]
    private var reader = TextReader()

    /// How many records were taken.
    public private(set) var count = 0

    /// An encoder for records with these fields. Of more than sixteen the first sixteen count.
    public init(fields: [LinkageField]) {
        layout = RowLayout(Array(fields.prefix(RowLayout.mostFields)))
        texts = layout.fields.map { TextValues(kind: $0.kind) }
    }

    /// Takes a record.
    ///
    /// - Parameter cell: The bytes (UTF-8) of the field of that index; empty where nothing is stated.
    public mutating func append(_ cell: (Int) -> UnsafeBufferPointer<UInt8>) {
        for field in layout.fields.indices { append(cell(field), field) }
        count += 1
    }

    /// Takes a record from texts, one a field; nil or empty where nothing is stated.
    public mutating func append(_ values: [String?]) {
        for field in layout.fields.indices {
            var text = (field < values.count ? values[field] : nil) ?? ""
            text.withUTF8 { append($0, field) }
        }
        count += 1
    }

    private mutating func append(_ cell: UnsafeBufferPointer<UInt8>, _ field: Int) {
        switch layout.fields[field].kind {
        case .document: append(Code.document(cell))
        case .phone: append(Code.phone(cell))
        case .territory: append(Code.plain(cell))
        case .birthDate: rows.append(BirthDay(cell).digits)
        case .sex: rows.append(SexCode.read(cell))
        case .email, .fullName, .givenName, .familyName, .address, .place, .text:
            rows.append(reader.read(cell) { text in text.count > 0 ? UInt32(texts[field].take(text) + 1) : 0 })
        }
    }

    private mutating func append(_ code: Code) {
        for word in 0..<4 { rows.append(UInt32(truncatingIfNeeded: code.bits >> UInt128(32 * word))) }
    }
}

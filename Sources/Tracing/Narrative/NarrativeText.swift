/// A text as its scalars, one for one comparable: full-width digits and letters are folded to ASCII, so that offsets stay those of the text.
struct NarrativeText {
    let original: [Unicode.Scalar]
    let scalars: [Unicode.Scalar]
    /// Scalars that already belong to a span.
    var taken: [Bool]

    init(_ text: String) {
        original = Array(text.unicodeScalars)
        scalars = original.map { scalar in
            switch scalar.value {
            case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
            case 0xFF1A: ":"
            case 0xFF08: "("
            case 0xFF09: ")"
            // A rare form of 宁 that some publishers' fonts put in its place.
            case 0x375D: "宁"
            default: scalar
            }
        }
        taken = Array(repeating: false, count: scalars.count)
    }

    var count: Int { scalars.count }

    /// The scalar at an index, nil outside the text.
    subscript(index: Int) -> Unicode.Scalar? { scalars.indices.contains(index) ? scalars[index] : nil }

    func has(_ word: String, at index: Int) -> Bool {
        var position = index
        for scalar in word.unicodeScalars {
            guard self[position] == scalar else { return false }
            position += 1
        }
        return true
    }

    func has(_ word: String, before index: Int) -> Bool { has(word, at: index - word.unicodeScalars.count) }

    /// The words of a stretch as the text writes them.
    func words(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: original[range])
        return String(view)
    }

    func isDigit(_ index: Int) -> Bool { self[index].map { $0 >= "0" && $0 <= "9" } ?? false }

    /// The number that begins at an index, and where it ends; at most `most` digits, nil if there is none or it is longer.
    func number(at index: Int, most: Int) -> (value: Int, end: Int)? {
        var value = 0
        var end = index
        while isDigit(end), end - index <= most {
            value = value * 10 + Int(scalars[end].value) - 48
            end += 1
        }
        return end > index && end - index <= most ? (value, end) : nil
    }

    /// Whether a scalar ends a phrase: punctuation, white space, brackets, or the text's end.
    func isBoundary(_ index: Int) -> Bool {
        guard let scalar = self[index] else { return true }
        return scalar.properties.isWhitespace || NarrativeText.punctuation.contains(scalar)
    }

    /// Whether a clause ends here.
    func isClauseEnd(_ index: Int) -> Bool {
        guard let scalar = self[index] else { return true }
        return NarrativeText.clauseEnds.contains(scalar)
    }

    mutating func take(_ range: Range<Int>) {
        for index in range { taken[index] = true }
    }

    private static let punctuation = Set("，。、；：;:,.!！？?()（）[]【】《》<>“”\"'‘’—~～-/|".unicodeScalars)
    private static let clauseEnds = Set("，。；;,!！？?\n".unicodeScalars)
}

/// Words found by their first scalar, the longest first.
struct WordSet: Sendable {
    private var words: [Unicode.Scalar: [[Unicode.Scalar]]] = [:]

    init(_ list: some Sequence<String>) {
        for word in list {
            let scalars = Array(word.unicodeScalars)
            guard let first = scalars.first else { continue }
            words[first, default: []].append(scalars)
        }
        for (first, list) in words { words[first] = list.sorted { $0.count > $1.count } }
    }

    /// A list written in one string, separated by spaces.
    init(_ text: String) { self.init(text.split(separator: " ").map(String.init)) }

    /// The length of the longest word that begins at an index.
    func match(_ text: NarrativeText, at index: Int) -> Int? {
        guard let first = text[index], let list = words[first] else { return nil }
        for word in list where index + word.count <= text.count {
            if text.scalars[index..<index + word.count].elementsEqual(word) { return word.count }
        }
        return nil
    }

    /// The length of the longest word that ends before an index.
    func match(_ text: NarrativeText, before index: Int, most: Int = 6) -> Int? {
        for length in stride(from: min(most, index), through: 1, by: -1) where match(text, at: index - length) == length { return length }
        return nil
    }
}

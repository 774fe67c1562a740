/// Which of the accepted words was probably meant.
enum Spelling {
    /// The nearest of `words` by edits (insert, delete, replace, swap neighbours), or nil if none is near.
    static func nearest(to word: String, in words: [String]) -> String? {
        guard !word.isEmpty, word.utf8.count <= 60 else { return nil }
        let plain = bare(word)
        if let same = words.first(where: { bare($0) == plain }) { return same }
        let near = words.map { (word: $0, edits: distance(plain, bare($0))) }.min { ($0.edits, $0.word) < ($1.edits, $1.word) }
        guard let near, near.edits <= max(1, min(3, plain.count / 3)) else { return nil }
        return near.word
    }

    /// Lower case without `_`, `-` and spaces: `home_isolation` means `homeIsolation`.
    private static func bare(_ word: String) -> [Character] {
        word.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }.map { $0 }
    }

    /// Optimal string alignment distance. O(a·b).
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var edits = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { edits = min(edits, rows[i - 1][j - 1] + 1) }
                row.append(edits)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}

/// Places and hospitals in English sentences: capitalised names behind a preposition, and names that end in Hospital, Clinic or Centre.
struct EnglishPlaces {
    static func find(in text: NarrativeText) -> [(range: Range<Int>, isHospital: Bool)] {
        let words = words(of: text)
        var found: [(range: Range<Int>, isHospital: Bool)] = []
        var index = 0
        while index < words.count {
            guard isName(words[index], text) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < words.count, words[end].lowerBound == words[end - 1].upperBound + 1, text[words[end - 1].upperBound] == " ",
                isName(words[end], text) || (["of", "the"].contains(text.words(words[end])) && end + 1 < words.count && isName(words[end + 1], text))
            {
                end += 1
            }
            let range = words[index].lowerBound..<words[end - 1].upperBound
            let isTaken = range.contains { text.taken[$0] }
            let last = text.words(words[end - 1])
            let isHospital =
                ["Hospital", "Clinic", "Infirmary"].contains(last) || text.words(range).hasSuffix("Medical Center")
                || last == "Centre" && text.words(range).contains("Medical")
            if !isTaken, isHospital && end - index > 1 {
                found.append((range, true))
            } else if !isTaken, index > 0, prepositions.contains(text.words(words[index - 1])),
                words[index - 1].upperBound + 1 == words[index].lowerBound
            {
                found.append((range, false))
            }
            index = end
        }
        return found
    }

    private static let prepositions: Set<String> = ["in", "at", "from", "to", "via", "through", "near", "of", "visited", "left", "reached", "for"]
    private static let excluded: Set<String> = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Monday", "Tuesday",
        "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "The", "He", "She", "They", "Patient", "Case", "On", "In", "At", "After", "Mr",
        "Mrs", "Ms",
    ]

    private static func isName(_ word: Range<Int>, _ text: NarrativeText) -> Bool {
        guard let first = text[word.lowerBound], first.properties.isUppercase, word.count > 1 else { return false }
        // Numbers of flights and cases are no names.
        return !excluded.contains(text.words(word)) && word.allSatisfy { !text.isDigit($0) }
    }

    /// Runs of Latin letters, with apostrophes, stops of abbreviations and hyphens inside.
    private static func words(of text: NarrativeText) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for index in 0...text.count {
            let isLetter =
                text[index].map {
                    ($0.value < 0x250 && $0.properties.isAlphabetic) || ($0 == "-" || $0 == "'") && start != nil || text.isDigit(index)
                } ?? false
            if isLetter {
                start = start ?? index
            } else if let begin = start {
                words.append(begin..<index)
                start = nil
            }
        }
        return words
    }
}

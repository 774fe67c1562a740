extension PolicyNode {
    /// Keys whose value says one thing in several possible ways: an overlay replaces it whole.
    private static let wholeKeys: Set<String> = [
        "frequency", "frequencyWithCases", "inpatients", "staff", "close", "shift", "staffLoop", "fullRound", "spanTests",
    ]

    /// This node with `overlay` laid over it: mappings key by key, everything else replaced.
    ///
    /// An overlay's `none` removes the line. Over a list, a mapping of numbers (`2: {days: 5}`) changes single elements, counted from 1,
    /// and `none` takes one out; a list replaces the list.
    func overlaid(by overlay: PolicyNode, key: String = "") -> PolicyNode {
        switch (content, overlay.content) {
        case (.mapping(let below), .mapping(let above)) where !isWhole(below, above, key: key):
            var entries = below
            for entry in above {
                if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                    let value = entries[index].value.overlaid(by: entry.value, key: entry.key)
                    entries[index] = Entry(key: entry.key, keyPosition: entry.keyPosition, value: value)
                } else {
                    entries.append(entry)
                }
            }
            return PolicyNode(content: .mapping(entries), position: overlay.position)
        case (.sequence(let below), .mapping(let above)):
            let numbers = above.map { Int($0.key) ?? 0 }
            guard !above.isEmpty, numbers.allSatisfy({ (1...(below.count + 1)).contains($0) }) else { return overlay }
            var elements: [PolicyNode?] = below
            for (number, entry) in zip(numbers, above) {
                if number == elements.count + 1 {
                    elements.append(entry.value)
                } else {
                    elements[number - 1] = elements[number - 1]?.overlaid(by: entry.value)
                }
            }
            return PolicyNode(content: .sequence(elements.compactMap { $0 }.filter { $0.content != .nothing }), position: overlay.position)
        default:
            return overlay
        }
    }

    private func isWhole(_ below: [Entry], _ above: [Entry], key: String) -> Bool {
        guard PolicyNode.wholeKeys.contains(key) else { return false }
        // `tracing.close` is a schedule and merges; `vehicles.….close` is a single choice.
        return key != "close" || !below.contains { $0.key == "stages" } && !above.contains { $0.key == "stages" }
    }
}

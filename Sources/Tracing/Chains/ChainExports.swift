import Vocabulary

/// Chains as other programs read them.
extension TransmissionChains {
    /// GraphML (graphml.graphdrawing.org): a directed graph with onset, generation and the line list's columns on its nodes, setting,
    /// probability and kind on its edges. Opens in Gephi, yEd, Cytoscape, igraph, networkx.
    public var graphML: String {
        let columns = attributeNames
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="onset" for="node" attr.name="onset" attr.type="string"/>
              <key id="generation" for="node" attr.name="generation" attr.type="int"/>
              <key id="listed" for="node" attr.name="listed" attr.type="boolean"/>

            """
        for (index, name) in columns.enumerated() {
            text += "  <key id=\"a\(index)\" for=\"node\" attr.name=\"\(Self.escaped(name))\" attr.type=\"string\"/>\n"
        }
        text += """
              <key id="setting" for="edge" attr.name="setting" attr.type="string"/>
              <key id="probability" for="edge" attr.name="probability" attr.type="double"/>
              <key id="recorded" for="edge" attr.name="recorded" attr.type="boolean"/>
              <graph id="chains" edgedefault="directed">

            """
        for (position, item) in cases.enumerated() {
            text += "    <node id=\"\(Self.escaped(item.id))\">"
            if let onset = item.onset { text += "<data key=\"onset\">\(onset)</data>" }
            if let generation = generations[position] { text += "<data key=\"generation\">\(generation)</data>" }
            text += "<data key=\"listed\">\(item.isListed)</data>"
            for attribute in item.attributes where !attribute.value.isEmpty {
                guard let index = columns.firstIndex(of: attribute.name) else { continue }
                text += "<data key=\"a\(index)\">\(Self.escaped(attribute.value))</data>"
            }
            text += "</node>\n"
        }
        for link in links {
            text += "    <edge source=\"\(Self.escaped(link.source))\" target=\"\(Self.escaped(link.target))\">"
            if let setting = link.setting { text += "<data key=\"setting\">\(Self.escaped(setting))</data>" }
            text += "<data key=\"probability\">\(link.probability)</data><data key=\"recorded\">\(link.isRecorded)</data></edge>\n"
        }
        return text + "  </graph>\n</graphml>\n"
    }

    /// The links as CSV: `source,target,setting,probability,recorded`.
    public var linkTable: String {
        Self.table(
            ["source", "target", "setting", "probability", "recorded"],
            links.map { [$0.source, $0.target, $0.setting ?? "", String($0.probability), String($0.isRecorded)] })
    }

    /// The pair of tables that `epicontacts::make_epicontacts()` takes: `linelist` with `id` first, `contacts` with `from` and `to` first.
    public var epicontacts: (linelist: String, contacts: String) {
        let columns = attributeNames.filter { !["id", "onset", "generation", "listed"].contains($0) }
        let rows = cases.indices.map { position in
            let item = cases[position]
            let values = Dictionary(item.attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            return [item.id, item.onset?.description ?? "", generations[position].map(String.init) ?? "", String(item.isListed)]
                + columns.map { values[$0] ?? "" }
        }
        let contacts = links.map { [$0.source, $0.target, $0.setting ?? "", String($0.probability), String($0.isRecorded)] }
        return (
            Self.table(["id", "onset", "generation", "listed"] + columns, rows),
            Self.table(["from", "to", "exposure", "probability", "recorded"], contacts)
        )
    }

    /// The names of further columns, in the order of their first appearance.
    private var attributeNames: [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for item in cases { for attribute in item.attributes where seen.insert(attribute.name).inserted { names.append(attribute.name) } }
        return names
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// What XML allows: its five characters escaped, control characters left out.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            case _ where scalar.value < 0x20 && scalar != "\t" && scalar != "\n": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

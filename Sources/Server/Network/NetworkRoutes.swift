import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Register

/// The network of cases, contacts and places.
extension RouteTable {
    mutating func addNetworkRoutes() {
        get("/network", .needs(.viewNetwork)) { visit in
            // Only a way between two people calls contacts by their names; the picture asks for its own.
            let content = try await visit.network(isNamed: visit.query["one"]?.isEmpty == false && visit.query["two"]?.isEmpty == false)
            let page = NetworkPage(content, visit.reading, query: visit.query, script: visit.parts.assets.address("graph.js"))
            return try await visit.page("network", page, title: visit.words("network.title"), live: false)
        }
        get("/network/data.json", .needs(.viewNetwork)) { visit in
            let (content, reading) = (try await visit.network(isNamed: true), visit.reading)
            let bytes = try await NetworkThreads.layout.run {
                try JSONEncoder().encode(NetworkPicture(content.network) { reading.address(of: $0) })
            }
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        get("/network/export/{table}", .needs(.export)) { visit in
            guard visit.reading.may(.viewNetwork) else { throw Refusal.notFound }
            let chains = try await visit.network(isNamed: false).network.chains
            let (name, type, text): (String, String, String) =
                switch try visit.parameter("table") {
                case "graphml": ("chains.graphml", "application/xml", chains.graphML)
                case "links": ("links.csv", "text/csv", chains.linkTable)
                case "linelist": ("linelist.csv", "text/csv", chains.epicontacts.linelist)
                case "contacts": ("contacts.csv", "text/csv", chains.epicontacts.contacts)
                default: throw Refusal.notFound
                }
            return Response(
                status: .ok, headers: [.contentType: type + "; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\""],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }
}

/// Laying out a large network takes the processor for seconds: beside the threads that answer requests.
private enum NetworkThreads {
    static let layout = BoundedThreads(label: "shoutu.layout", count: 1, limit: 8)
}

extension Visit {
    fileprivate func network(isNamed: Bool) async throws -> NetworkPage.Content {
        let chain = query["chain"].flatMap { Int64($0) }.map(PersonID.init(rawValue:))
        if let chain, try await !desk.sees(viewer, chain) { throw Refusal.notFound }
        return try await desk.network(viewer, lens, chain, isNamed)
    }
}

extension OperationsDesk {
    /// The network of a territory, or of the chain in which a person is a case.
    ///
    /// - Parameter isNamed: Whether contacts are called by their masked names.
    func network(_ viewer: Viewer, _ lens: Lens, _ chain: PersonID?, _ isNamed: Bool) async throws -> NetworkPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let network = try await operations.contactNetwork(in: lens.territory, chain: chain, isNamed: isNamed, scope: scope(of: viewer))
        let named = try await read(viewer) { reader in try chain.flatMap { try tag(of: $0, reader) } }
        return NetworkPage.Content(network: network, chain: named)
    }
}

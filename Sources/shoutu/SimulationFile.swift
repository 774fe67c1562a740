import Foundation
import Policy
import Simulation

/// A checkpoint of a simulation, and the part that a shard leaves: a line that says of what, then a line for each outcome (JSON).
///
/// A line cut short by a kill is dropped and its replicate run again.
final class SimulationFile {
    let header: Header
    private(set) var ensemble = Ensemble()
    private let handle: FileHandle?

    /// From what the outcomes come.
    struct Header: Codable, Equatable {
        let policy: String
        let disease: String
        let reproduction: Double
        let residents: Int
        let days: Int
        let seed: UInt64
        let replicates: Int
        let start: String
        let territories: [String]
        let names: [String]
        let currency: String
        /// A digest of everything else that outcomes depend on.
        let digest: UInt64

        init(_ scenario: Scenario, replicates: Int) {
            policy = scenario.policy.id
            disease = scenario.pathogen.id
            reproduction = scenario.pathogen.reproduction
            residents = scenario.population.count
            days = scenario.days
            seed = scenario.seed
            self.replicates = replicates
            start = "\(scenario.start)"
            territories = scenario.population.territories.map(\.code.digits)
            names = scenario.population.territories.map(\.name.en)
            currency = scenario.policy.costs.currency
            // `dump` writes sets and dictionaries in any order; what decides is written in order here.
            let text =
                "\(scenario.seeds)|\(scenario.arrivals)|\(scenario.mixing)|\(scenario.stopAbove ?? -1)|\(scenario.vaccination.primary.steps)"
                + "|\(scenario.vaccination.booster.steps)|\(scenario.population.territories.map(\.population))"
                + (scenario.known.isEmpty ? "" : "|\(scenario.known)|\(scenario.ascertainment ?? -1)") + "|\(scenario.execution.digest)"
                + (scenario.measuresFrom == 0 ? "" : "|from \(scenario.measuresFrom)")
            digest = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
    }

    struct Trouble: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens a checkpoint to go on with, or begins one.
    init(_ path: String, header: Header) throws {
        self.header = header
        if FileManager.default.fileExists(atPath: path) {
            let (found, ensemble, whole) = try SimulationFile.read(path)
            guard found == header else {
                throw Trouble(
                    description: "\(path): belongs to another scenario (\(found.policy), \(found.disease), seed \(found.seed)); choose another file")
            }
            self.ensemble = ensemble
            handle = FileHandle(forUpdatingAtPath: path)
            try handle?.truncate(atOffset: UInt64(whole))
            try handle?.seekToEnd()
        } else {
            let line = try SimulationFile.encoder.encode(header) + Data("\n".utf8)
            guard FileManager.default.createFile(atPath: path, contents: line) else { throw Trouble(description: "\(path): cannot be written") }
            handle = FileHandle(forUpdatingAtPath: path)
            try handle?.seekToEnd()
        }
        guard handle != nil else { throw Trouble(description: "\(path): cannot be written") }
    }

    /// Reads a part.
    init(reading path: String) throws {
        (header, ensemble, _) = try SimulationFile.read(path)
        handle = nil
    }

    /// Adds an outcome.
    func append(_ outcome: Outcome) throws { try handle?.write(contentsOf: SimulationFile.encoder.encode(outcome) + Data("\n".utf8)) }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }

    private static func read(_ path: String) throws -> (Header, Ensemble, whole: Int) {
        guard let data = FileManager.default.contents(atPath: path) else { throw Trouble(description: "\(path): cannot be read") }
        var header: Header?
        var ensemble = Ensemble()
        var start = data.startIndex
        let decoder = JSONDecoder()
        while let end = data[start...].firstIndex(of: 10) {
            let line = data[start..<end]
            do {
                if header == nil {
                    header = try decoder.decode(Header.self, from: line)
                } else {
                    ensemble.add(try decoder.decode(Outcome.self, from: line))
                }
            } catch {
                throw Trouble(description: "\(path): line \(ensemble.outcomes.count + (header == nil ? 1 : 2)) is no line of a simulation")
            }
            start = data.index(after: end)
        }
        guard let header else { throw Trouble(description: "\(path): is no file of a simulation") }
        return (header, ensemble, start - data.startIndex)
    }
}

using Perennial.Core.Intake;

namespace Perennial.Live;

/// <summary>Writes events into the shop; done when they are committed and on disk.</summary>
/// <param name="source">As what they are counted: a key's source, a webhook's vendor and name. Facts have a source of
/// their own (<see cref="IncomingEvent.Source"/>), which two doors may share.</param>
/// <param name="events">What came in, of any number of customers.</param>
/// <param name="cancel">Ends the waiting; what was taken may still be written.</param>
/// <exception cref="Core.BadInputException">The store cannot take them now (its disk is full, another process holds
/// it): the sender should send them again.</exception>
public delegate Task EventSink(string source, IReadOnlyList<IncomingEvent> events, CancellationToken cancel);

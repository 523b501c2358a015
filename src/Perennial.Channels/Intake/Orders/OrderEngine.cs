using System.Runtime.ExceptionServices;
using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Orders;

/// <summary>
/// Reads a file of simple orders with all cores: workers take blocks of the file by turns, read their orders and
/// sort them into partitions by customer; then the partitions are grouped, each by one worker.
/// </summary>
/// <remarks>What comes out depends on the file alone, not on the number of workers or their timing.</remarks>
sealed class OrderEngine
{
    /// <summary>What is read at a time: small enough for a processor's cache.</summary>
    public int BlockBytes { get; init; } = 1 << 19;

    /// <summary>Workers; more than eight would wait for the disk.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="start">What its first records told.</param>
    /// <param name="columns">Where the orders' parts stand.</param>
    /// <param name="cells">How they are written.</param>
    /// <param name="progress">Told the rows read so far, now and then, by any worker; may be null.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The orders, or why the file must be read by intake proper.</returns>
    public OrderEngineResult Read(
        InputFile file, FileStart start, OrderColumns columns, OrderCells cells,
        Action<long>? progress, CancellationToken cancel)
    {
        using var input = new TextInput(file, start.Format.Encoding, 1 << 16);
        var delimiter = (byte)start.Format.Delimiter;
        var source = new BlockSource(input, delimiter, start.DataBytes, BlockBytes);
        var parsers = new OrderBlockParser[Workers];
        for (var i = 0; i < parsers.Length; i++) parsers[i] = new OrderBlockParser(columns, delimiter, cells, cancel);
        try
        {
            Work(parsers, source, progress);
            var unfit = source.Unfit ?? parsers.Select(parser => parser.Unfit).FirstOrDefault(why => why is not null);
            unfit ??= HasRepeats(parsers) ? "order numbers that occur more than once" : null;
            if (unfit is not null) return new OrderEngineResult { Unfit = unfit };
            var faults = Faults(parsers, start.FirstLine);
            var (history, keys) = OrderGrouper.Group(parsers);
            var any = history.Orders.At.Length > 0;
            return new OrderEngineResult
            {
                History = history, Keys = keys, Faults = faults,
                Rows = parsers.Sum(parser => parser.Rows), GrossCents = parsers.Sum(parser => parser.Cents),
                FirstOrderAt = any ? new Instant(parsers.Min(parser => parser.FirstMs)) : Instant.None,
                LastOrderAt = any ? new Instant(parsers.Max(parser => parser.LastMs)) : Instant.None,
            };
        }
        finally
        {
            foreach (var parser in parsers) parser.Partitions.Dispose();
        }
    }

    static void Work(OrderBlockParser[] parsers, BlockSource source, Action<long>? progress)
    {
        var failed = false;
        var rows = 0L;
        var failure = new ExceptionDispatchInfo?[parsers.Length];
        bool Stop() => Volatile.Read(ref failed);
        void Run(int worker)
        {
            try
            {
                parsers[worker].Work(source, Stop, more =>
                {
                    var read = Interlocked.Add(ref rows, more);
                    progress?.Invoke(read);
                });
                if (parsers[worker].Unfit is not null) Volatile.Write(ref failed, true);
            }
            catch (Exception e)
            {
                failure[worker] = ExceptionDispatchInfo.Capture(e);
                Volatile.Write(ref failed, true);
            }
        }
        // Threads of their own: the pool starts more than one only after a while.
        var threads = new Thread[parsers.Length - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i + 1;
            threads[i] = new Thread(() => Run(worker)) { IsBackground = true, Name = "orders" };
            threads[i].Start();
        }
        Run(0);
        foreach (var thread in threads) thread.Join();
        foreach (var error in failure) error?.Throw();
    }

    // By hash: two numbers that share one only send the file the longer way.
    static bool HasRepeats(OrderBlockParser[] parsers)
    {
        var numbers = new ulong[parsers.Sum(parser => parser.Numbers.Count)];
        if (numbers.Length == 0) return false;
        var at = 0;
        foreach (var parser in parsers)
        {
            parser.Numbers.CopyTo(numbers, at);
            at += parser.Numbers.Count;
        }
        return HashRepeats.Any(numbers);
    }

    static List<(long Line, FaultyRow Row)> Faults(OrderBlockParser[] parsers, long firstLine)
    {
        var blocks = parsers.SelectMany(parser => parser.Blocks).OrderBy(block => block.Block).ToArray();
        var line = new long[blocks.Length + 1];
        line[0] = firstLine;
        for (var i = 0; i < blocks.Length; i++) line[i + 1] = line[i] + blocks[i].Lines;
        return [.. parsers.SelectMany(parser => parser.Faults)
            .Select(row => (line[row.Block] + row.Line, row)).OrderBy(fault => fault.Item1)];
    }
}

/// <summary>What the first records of a file told.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="DataBytes">Bytes of text, as UTF-8, before the first record of data.</param>
/// <param name="FirstLine">Line of that record.</param>
readonly record struct FileStart(CsvFormat Format, long DataBytes, long FirstLine);

/// <summary>The orders of a file, or why they could not be read this way.</summary>
sealed record OrderEngineResult
{
    /// <summary>Why the file must be read by intake proper; null if it was read.</summary>
    public string? Unfit { get; init; }

    /// <summary>The orders, in time order within a customer.</summary>
    public HistoryTable History { get; init; } = new(0, OrderFacts.Empty(0));

    /// <summary>The customers' keys.</summary>
    public CustomerKeys Keys { get; init; } = CustomerKeys.From([]);

    /// <summary>Rows not taken, with their lines, in file order.</summary>
    public IReadOnlyList<(long Line, FaultyRow Row)> Faults { get; init; } = [];

    /// <summary>Rows read, those not taken included.</summary>
    public long Rows { get; init; }

    /// <summary>Value of all orders.</summary>
    public long GrossCents { get; init; }

    /// <summary>The earliest order; None if there is none.</summary>
    public Instant FirstOrderAt { get; init; } = Instant.None;

    /// <summary>The latest order; None if there is none.</summary>
    public Instant LastOrderAt { get; init; } = Instant.None;
}

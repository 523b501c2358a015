namespace Perennial.Data.Engines.Sqlite;

/// <summary>Writers of one process stand in line for the file, in the order in which they came: the engine itself has
/// them look now and then whether it is free, and whoever writes again at once would always be before them.</summary>
sealed class WriteQueue
{
    readonly Lock gate = new();
    readonly Queue<Place> line = [];
    bool isTaken;
    long came;

    sealed class Place : IDisposable
    {
        public ManualResetEventSlim Turn { get; } = new();

        public bool HasLeft { get; set; }

        public void Dispose() => Turn.Dispose();
    }

    /// <summary>How often somebody came, whether they wait yet or not.</summary>
    public long Came => Volatile.Read(ref came);

    /// <summary>Waits for the turn; false where it did not come in time.</summary>
    public bool Enter(TimeSpan patience)
    {
        Place mine;
        lock (gate)
        {
            came++;
            if (!isTaken) return isTaken = true;
            line.Enqueue(mine = new Place());
        }
        using (mine)
        {
            if (mine.Turn.Wait(patience)) return true;
            lock (gate)
            {
                mine.HasLeft = !mine.Turn.IsSet;
                return !mine.HasLeft;
            }
        }
    }

    /// <summary>Gives the turn to the next.</summary>
    public void Leave()
    {
        lock (gate)
        {
            while (line.TryDequeue(out var next))
            {
                if (next.HasLeft) continue;
                next.Turn.Set();
                return;
            }
            isTaken = false;
        }
    }
}

using System.Buffers.Binary;
using System.Data;
using Npgsql;

namespace Perennial.Data.Engines.Postgres;

/// <summary>A large answer as it streams in: binary COPY, cells as spans of the buffer.</summary>
/// <remarks>The driver's own importer makes objects of cells; a shop has a hundred million of them.</remarks>
sealed class CopyRows : Rows
{
    const int HeaderLength = 19, Usual = 1 << 16;

    readonly PostgresEngine engine;
    readonly NpgsqlConnection connection;
    readonly NpgsqlTransaction? transaction;
    readonly NpgsqlRawCopyStream stream;
    byte[] buffer = new byte[Usual];
    // Of the buffer: where the current row starts, what comes next, and the end of what was read.
    int rowStart, next, end;
    int[] starts = [], lengths = [];
    bool atEnd;

    CopyRows(PostgresEngine engine, NpgsqlConnection connection, NpgsqlTransaction? transaction,
        NpgsqlRawCopyStream stream)
    {
        (this.engine, this.connection, this.transaction, this.stream) = (engine, connection, transaction, stream);
        Need(HeaderLength);
        next += HeaderLength;
    }

    /// <summary>Asks on a connection of its own.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="sql">Without parameters.</param>
    /// <param name="snapshot">The state to see; null for the present.</param>
    public static CopyRows Start(PostgresEngine engine, string sql, string? snapshot)
    {
        var connection = engine.Connection();
        NpgsqlTransaction? transaction = null;
        try
        {
            engine.Statements.Add(sql);
            if (snapshot is not null)
            {
                transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
                using var command = new NpgsqlCommand($"set transaction snapshot '{snapshot}'", connection);
                command.ExecuteNonQuery();
            }
            var stream = connection.BeginRawBinaryCopy($"copy ({sql}) to stdout (format binary)");
            return new CopyRows(engine, connection, transaction, stream);
        }
        catch (Exception error)
        {
            connection.Dispose();
            if (PostgresErrors.IsOne(error)) throw engine.Error(error);
            throw;
        }
    }

    /// <summary>Known once a row was read.</summary>
    public override int Columns => starts.Length;

    public override bool Step()
    {
        if (atEnd) return false;
        rowStart = next;
        var columns = Take16();
        if (columns < 0)
        {
            atEnd = true;
            return false;
        }
        if (starts.Length != columns) (starts, lengths) = (new int[columns], new int[columns]);
        for (var column = 0; column < columns; column++)
        {
            var length = Take32();
            (starts[column], lengths[column]) = (next - rowStart, length);
            if (length <= 0) continue;
            Need(length);
            next += length;
        }
        return true;
    }

    int Take16()
    {
        Need(sizeof(short));
        var value = BinaryPrimitives.ReadInt16BigEndian(buffer.AsSpan(next));
        next += sizeof(short);
        return value;
    }

    int Take32()
    {
        Need(sizeof(int));
        var value = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(next));
        next += sizeof(int);
        return value;
    }

    void Need(int length)
    {
        if (end - next >= length) return;
        Refill(length);
    }

    // The row that is being read stays; what was before it goes.
    void Refill(int length)
    {
        var kept = end - rowStart;
        var wanted = Math.Max(buffer.Length * 2, kept + length + Usual);
        var into = kept + length > buffer.Length ? new byte[wanted] : buffer;
        buffer.AsSpan(rowStart..end).CopyTo(into);
        (buffer, next, end, rowStart) = (into, next - rowStart, kept, 0);
        try
        {
            while (end - next < length)
            {
                var read = stream.Read(buffer.AsSpan(end));
                if (read == 0)
                    throw new InvalidOperationException($"{engine.Path}: a COPY ended in the middle of a row.");
                end += read;
            }
        }
        catch (Exception error) when (PostgresErrors.IsOne(error))
        {
            throw engine.Error(error);
        }
    }

    ReadOnlySpan<byte> Cell(int column) => buffer.AsSpan(rowStart + starts[column], Math.Max(0, lengths[column]));

    public override bool IsNull(int column) => lengths[column] < 0;

    public override long Int64(int column)
    {
        var cell = Cell(column);
        return cell.Length switch
        {
            sizeof(long) => BinaryPrimitives.ReadInt64BigEndian(cell),
            sizeof(int) => BinaryPrimitives.ReadInt32BigEndian(cell),
            sizeof(short) => BinaryPrimitives.ReadInt16BigEndian(cell),
            0 => 0,
            _ => throw new InvalidOperationException($"Cell {column} is no whole number."),
        };
    }

    public override double Double(int column)
    {
        var cell = Cell(column);
        return cell.IsEmpty ? 0 : BinaryPrimitives.ReadDoubleBigEndian(cell);
    }

    public override ReadOnlySpan<byte> Bytes(int column) => Cell(column);

    public override string Show(int column) => IsNull(column) ? "nothing" : Convert.ToHexStringLower(Cell(column));

    public override void Dispose()
    {
        try
        {
            Leave(() =>
            {
                if (!atEnd) stream.Cancel();
            });
            Leave(stream.Dispose);
            // What it had seen and locked is held until then, also where reading was cut off.
            Leave(() => transaction?.Rollback());
        }
        finally
        {
            connection.Dispose();
        }
    }

    // What was left unread is of no interest; a connection that broke is not used again.
    static void Leave(Action how)
    {
        try
        {
            how();
        }
        catch (Exception error) when (PostgresErrors.IsOne(error) || error is OperationCanceledException)
        {
        }
    }
}

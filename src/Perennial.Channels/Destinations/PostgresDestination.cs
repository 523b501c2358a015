using System.Text;
using Npgsql;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Channels.Destinations;

/// <summary>A table of a PostgreSQL database, one row a customer. It is made where it lacks, and grows columns with the
/// mapping; what else stands in it is left alone.</summary>
sealed class PostgresDestination : Destination
{
    // Only where it lacks; what somebody else made stays as it is.
    const string Missing = "if not exists";

    readonly NpgsqlDataSource source;
    readonly string table;
    readonly string[] names;
    readonly string[] types;
    bool isMade;

    public PostgresDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        try
        {
            source = NpgsqlDataSource.Create(context.Required(settings, "connection"));
        }
        catch (ArgumentException)
        {
            throw new BadInputException($"destination '{settings.Name}', connection", "It is no connection string.",
                "Write Host=…;Database=…;Username=…;Password=… into the variable.");
        }
        table = string.Join('.', context.Required(settings, "table").Split('.').Select(Quoted));
        names = [Quoted(settings.Identity!.To), .. settings.Mapping.Select(field => Quoted(field.To))];
        types = ["text", .. settings.Mapping.Select(TypeOf)];
    }

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        try
        {
            if (!isMade) await Make(cancel);
            isMade = true;
            await Write(batch, [.. Enumerable.Range(0, batch.Count)], result, cancel);
        }
        catch (NpgsqlException error)
        {
            // The text of an error may quote a row; its code does not.
            var code = error is PostgresException { SqlState: var state } ? $"error {state}" : "no connection";
            result.Close(new Closed($"The database does not take it ({code})."));
        }
        return result;
    }

    async Task Make(CancellationToken cancel)
    {
        var columns = names.Zip(types, (name, type) => $"{name} {type}").Skip(1);
        var text = new StringBuilder($"create table {Missing} {table} ({names[0]} text primary key);");
        foreach (var column in columns) text.Append($"alter table {table} add column {Missing} {column};");
        await using var command = source.CreateCommand(text.ToString());
        await command.ExecuteNonQueryAsync(cancel);
    }

    // Data that does not fit fails its statement as a whole: then row by row, to know which.
    async Task Write(
        IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        try
        {
            await using var command = source.CreateCommand();
            Say(command, batch, rows);
            await command.ExecuteNonQueryAsync(cancel);
            foreach (var i in rows) result.Set(i, Outcome.Delivered);
        }
        catch (PostgresException error) when (error.SqlState is ['2', '2' or '3', ..])
        {
            if (rows.Length == 1) result.Set(rows[0], Outcome.Refused($"The database refused it: {error.SqlState}."));
            else
                foreach (var i in rows) await Write(batch, [i], result, cancel);
        }
    }

    // Values travel as texts and are read as the column's type there: one form for all of them.
    void Say(NpgsqlCommand command, IReadOnlyList<OutgoingChange> batch, int[] rows)
    {
        string Parameter(object? value, string type)
        {
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = FieldTransforms.Text(value) });
            return $"${command.Parameters.Count}::text::{type}";
        }
        var text = new StringBuilder();
        string[] removed = [.. rows.Where(i => batch[i].IsGone).Select(i => Parameter(batch[i].Identity, "text"))];
        string[] values =
        [
            .. rows.Where(i => !batch[i].IsGone).Select(i => batch[i]).Select(change => "(" + string.Join(", ",
                Settings.Mapping.Select((field, f) => Parameter(change[field.To], types[f + 1]))
                    .Prepend(Parameter(change.Identity, "text"))) + ")"),
        ];
        if (values.Length > 0)
        {
            var updates = names.Length == 1 ? "nothing"
                : "update set " + string.Join(", ", names.Skip(1).Select(name => $"{name} = excluded.{name}"));
            text.Append($"insert into {table} ({string.Join(", ", names)}) values {string.Join(", ", values)} ");
            text.Append($"on conflict ({names[0]}) do {updates}");
        }
        if (removed.Length > 0)
        {
            var gone = $"delete from {table} where {names[0]} in ({string.Join(", ", removed)})";
            text.Insert(0, values.Length > 0 ? $"with gone as ({gone}) " : gone);
        }
        command.CommandText = text.ToString();
    }

    static string TypeOf(FieldMapping field) => field.Transforms.Count > 0 ? field.Transforms[^1] switch
    {
        FieldTransform.Cents or FieldTransform.Round or FieldTransform.Unix or FieldTransform.UnixMs => "bigint",
        FieldTransform.Units => "numeric",
        FieldTransform.Date => "date",
        FieldTransform.Iso => "timestamptz",
        _ => "text",
    }
    : Columns.Find(field.From) is { } column ? column.Form.Shape switch
    {
        ValueShape.Whole => "bigint",
        ValueShape.Amount => "numeric",
        ValueShape.Number => "double precision",
        ValueShape.Instant => "timestamptz",
        ValueShape.Flag => "boolean",
        _ => "text",
    }
    : field.From switch
    {
        "changed_at" => "timestamptz",
        "birthday" => "date",
        _ when field.From.StartsWith("consent_", StringComparison.Ordinal)
            || field.From.StartsWith("segment:", StringComparison.Ordinal) => "boolean",
        _ => "text",
    };

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    public override void Dispose() => source.Dispose();
}

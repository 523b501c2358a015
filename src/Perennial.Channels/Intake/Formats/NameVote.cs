using System.Text;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Formats;

/// <summary>Tells whether a column that says nothing but "customer" holds names: two people of one name would be one
/// customer.</summary>
sealed class NameVote
{
    // Of so many cells in a hundred; the others are companies, nicknames and numbers of staff.
    const int MostShare = 80;

    readonly CsvReader reader;
    readonly HeaderMapping mapping;
    readonly int column;
    int cells, names;
    string example = "";

    /// <summary>Looks at the column of customers, unless somebody said that it holds their numbers: its own name
    /// (customer_id), or the user.</summary>
    public NameVote(CsvReader reader, HeaderMapping mapping, IntakeOptions options)
    {
        (this.reader, this.mapping) = (reader, mapping);
        column = mapping[Target.CustomerId];
        var isSaid = column < 0 || mapping.Header.Count == 0 || options.Map.ContainsKey(Target.CustomerId.Name())
            || Synonyms.Rank(Target.CustomerId, HeaderName.Normalise(mapping.ColumnName(column))) != Synonyms.LastRank;
        if (isSaid) column = -1;
    }

    /// <summary>Looks at the current record.</summary>
    public void Add()
    {
        if (column < 0) return;
        var cell = Text8.Trim(reader.Field(column));
        if (cell.IsEmpty) return;
        cells++;
        var text = Encoding.UTF8.GetString(cell);
        if (!IsName(text)) return;
        names++;
        if (example.Length == 0) example = text;
    }

    /// <summary>Makes a column of names one of names, where something else says who somebody is.</summary>
    /// <exception cref="BadInputException">Nothing else does.</exception>
    public void Decide()
    {
        if (names == 0 || names * 100 < cells * MostShare) return;
        if (mapping.HasAny(Target.Email, Target.Phone))
        {
            if (mapping.Has(Target.FullName)) mapping.Drop(Target.CustomerId);
            else mapping.Move(Target.CustomerId, Target.FullName);
            return;
        }
        var name = mapping.ColumnName(column);
        throw new BadInputException(
            $"{reader.Name}, column {name}", "It holds names (such as "
            + $"'{Text8.Shown(Encoding.UTF8.GetBytes(example))}') and no customer numbers: two people of one name would"
            + " be one customer, and one person under two names two.",
            "Export the file with customer numbers or e-mail addresses, or say"
            + $" --map {Target.CustomerId.Name()}={HeaderMapping.Quoted(name)} if names are unique in this shop.");
    }

    // Words of letters: "J. DUPONT", "Berg, Anna", "Agness O'Keefe".
    static bool IsName(string text)
    {
        var words = 0;
        foreach (var word in text.Split([' ', '\u00A0', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!char.IsLetter(word[0]) || !word.All(c => char.IsLetter(c) || c is '.' or '\'' or '’' or '-'))
                return false;
            words++;
        }
        return words > 1;
    }
}

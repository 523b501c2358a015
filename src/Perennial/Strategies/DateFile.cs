using System.Globalization;
using Perennial.Core;
using Perennial.Core.Occasions;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Checks dates.csv, the days on which customers buy for others. What it says is imported, not
/// applied.</summary>
static class DateFile
{
    static readonly string[] columns = ["customer", "date", "label", "recipient", "yearly", "not_this_occasion"];

    /// <summary>How many rows there are, and what is wrong with them.</summary>
    public static int Check(string text, string file, IReadOnlyList<Occasion> occasions, Mistakes mistakes)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var head = lines[0].Split(',');
        if (!head.SequenceEqual(columns))
        {
            mistakes.Add(new BadInputException($"{file} line 1", $"The columns are {lines[0]}.",
                $"Write {string.Join(',', columns)}."));
            return 0;
        }
        var rows = 0;
        foreach (var (index, line) in lines.Index().Skip(1).Where(one => one.Item.Length > 0))
        {
            rows++;
            mistakes.Try(() => Check(line.Split(','), $"{file} line {index + 1}", occasions));
        }
        return rows;
    }

    static void Check(string[] cells, string place, IReadOnlyList<Occasion> occasions)
    {
        if (cells.Length != columns.Length)
        {
            throw new BadInputException(place, $"There are {cells.Length} cells.",
                $"Write {columns.Length}: {string.Join(',', columns)}.");
        }
        if (cells[0].Trim().Length == 0) throw Wrong("customer", "", "Write the customer's own key.");
        var refuses = Flag(5);
        if (cells[1].Trim().Length == 0 ? !refuses : !DateOnly.TryParseExact(
            cells[1].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw Wrong("date", cells[1], "Write 2026-12-12; empty where only the occasion is not wanted.");
        if (refuses && !occasions.Any(one => one.Name == cells[2].Trim() || one.Label == cells[2].Trim()))
        {
            throw Wrong("label", cells[2], YamlChoice.Remedy(
                cells[2].Trim(), [.. occasions.Select(one => one.Label.Length > 0 ? one.Label : one.Name)]));
        }
        Flag(4);

        bool Flag(int cell) => cells[cell].Trim() switch
        {
            "yes" => true,
            "no" or "" => false,
            _ => throw Wrong(columns[cell], cells[cell], "Write yes or no."),
        };

        BadInputException Wrong(string column, string cell, string remedy) =>
            new($"{place}, column {column}",
                cell.Length == 0 ? "Nothing stands here." : $"'{cell}' does not do here.", remedy);
    }
}

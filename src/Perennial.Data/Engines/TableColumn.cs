namespace Perennial.Data.Engines;

/// <summary>A column as its table declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">In PostgreSQL's words, which SQLite keeps too: integer, bigint, smallint, double precision, text,
/// bytea.</param>
/// <param name="Key">Its place in the primary key, from 1; 0 where it is not in it.</param>
sealed record TableColumn(string Name, string Type, int Key)
{
    /// <summary>A cell of this column, to be written elsewhere.</summary>
    public object? Read(Rows row, int cell) => row.IsNull(cell) ? null : Type switch
    {
        "text" => row.Bytes(cell).ToArray(),
        "bytea" => row.Bytes(cell).ToArray(),
        "double precision" => row.Double(cell),
        _ => row.Int64(cell),
    };

    /// <summary>Binds such a cell.</summary>
    public void Bind(Statement statement, int parameter, object? cell)
    {
        if (cell is null) statement.BindNull(parameter);
        else if (cell is double number) statement.Bind(parameter, number);
        else if (cell is long whole) statement.Bind(parameter, whole);
        else if (Type == "text") statement.BindText(parameter, (byte[])cell);
        else statement.BindBlob(parameter, (byte[])cell);
    }
}

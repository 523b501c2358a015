namespace Perennial.Channels.Intake.Orders;

/// <summary>Which columns hold the parts of an order.</summary>
/// <param name="Customer">The customer's key.</param>
/// <param name="At">When.</param>
/// <param name="Amount">How much.</param>
/// <param name="Number">The order's number, or −1.</param>
/// <param name="Columns">Columns of the file.</param>
/// <param name="HasHeader">Whether the file names them: then more cells are a fault.</param>
readonly record struct OrderColumns(int Customer, int At, int Amount, int Number, int Columns, bool HasHeader);

/// <summary>Where the cells of a row stand in its block, and what they say.</summary>
struct RowCells
{
    public int Key, KeyLength, At, AtLength, Amount, AmountLength;

    // The row's place among the field ends, its fields, the ends of its text, its line within the block.
    public int Place, Fields, Start, TextEnd, Line;
    public OrderFault Fault;
    public long AtMs, Cents;
}

/// <summary>How far a block has been read: the next place among the field ends, its first byte, its line.</summary>
struct LineCursor
{
    public int Place, Start, Line;
}

/// <summary>Where a worker stood after a block.</summary>
/// <param name="Block">The block.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Rows">The worker's rows in each partition then.</param>
readonly record struct BlockEnd(int Block, int Lines, int[] Rows);

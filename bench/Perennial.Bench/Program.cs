return args switch
{
    ["core", .. var rest] => Perennial.Bench.CoreBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench core [customers] [orders each]");
    return 2;
}

/** Tokens of the network's types. */
export const types = {
  association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  eip: "aws:ec2/eip:Eip",
  endpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  gateway: "aws:ec2/internetGateway:InternetGateway",
  gatewayAttachment: "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
  group: "aws:ec2/securityGroup:SecurityGroup",
  interface: "aws:ec2/networkInterface:NetworkInterface",
  instance: "aws:ec2/instance:Instance",
  nat: "aws:ec2/natGateway:NatGateway",
  route: "aws:ec2/route:Route",
  table: "aws:ec2/routeTable:RouteTable",
  subnet: "aws:ec2/subnet:Subnet",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
  vpc: "aws:ec2/vpc:Vpc",
} as const;

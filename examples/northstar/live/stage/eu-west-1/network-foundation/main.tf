# Address ranges of stage in eu-west-1. Owned by platform.

module "network" {
  source = "../../../../modules/network"

  name  = "stage-eu-west-1"
  cidr  = "10.20.0.0/16"
  zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

output "subnets" {
  value = module.network.subnets
}
